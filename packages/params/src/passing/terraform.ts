import { endOfString, mapAfter } from './literal-map.ts';
import { escaped, isBroken } from './text.ts';
import { PassingError, type StringMap, type Style } from './types.ts';

const written: ReadonlyMap<string, string> = new Map([['"', '\\"'], ['\\', '\\\\'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']]);
const special = /["\\\p{Cc}\u2028\u2029\ufeff]|([$%])\1*\{?/gu;

/** A quoted string of HCL. `${` and `%{` start templates there, unless their first character is doubled. */
export function hclString(value: string): string {
  return `"${value.replace(special, (found: string, mark: string | undefined, at: number) => (mark === undefined ? (written.get(found) ?? escaped(found)) : marks(found, mark, value[at - 1])))}"`;
}

/** One mark before a brace is doubled. Readers differ about several, or one after another brace: these are escaped. */
function marks(found: string, mark: string, before: string | undefined): string {
  if (!found.endsWith('{')) return found;
  return found.length === 2 && (before === undefined || !'{$%'.includes(before)) ? `${mark}${mark}{` : `${escaped(mark).repeat(found.length - 1)}{`;
}

export const terraform: Style = {
  title: 'Terraform',
  saved: true,
  render(map, { name, fixed }) {
    const texts = [...Object.entries(map), ...Object.entries(fixed ?? {})].flat();
    if (texts.some(isBroken)) return { refused: 'HCL is UTF-8, which has no half of a surrogate pair.', use: 'cloudformation' };
    const lines = (pairs: StringMap): string => Object.entries(pairs).map(([key, value]) => `    ${hclString(key)} = ${hclString(value)}\n`).join('');
    const changed = texts.some((text) => text.normalize('NFC') !== text);
    return {
      text: `resource "aws_glue_job" "job" {\n  name = ${hclString(name)}\n\n  default_arguments = {\n${lines(map)}  }\n${fixed === undefined ? '' : `\n  non_overridable_arguments = {\n${lines(fixed)}  }\n`}}\n`,
      notes: changed ? ['Terraform brings text to the composed form of Unicode (NFC): some characters arrive in another form.'] : [],
    };
  },
  parse: (text) => mapAfter(text, /\bdefault_arguments\s*=(?!=)/, { separator: '=', comments: ['#', '//', '/*'], string: readString }),
};

const heredoc = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const template = /(?<![$])\$\{|(?<![%])%\{/;

function readString(text: string, at: number): readonly [string, number] | null {
  if (text.startsWith('<<', at)) return readHeredoc(text, at);
  if (text[at] !== '"') return null;
  const end = endOfString(text, at);
  const inner = text.slice(at + 1, end - 1);
  if (text[end - 1] !== '"' || end < at + 2 || inner.includes('\n')) throw new PassingError(`The string at position ${at + 1} has no end on its line.`);
  refuseTemplate(inner);
  return [unescaped(inner), end];
}

/** Lines up to the word that the first one names. Backslashes mean nothing there; with `<<-` the common indent is dropped. */
function readHeredoc(text: string, at: number): readonly [string, number] | null {
  heredoc.lastIndex = at;
  const found = heredoc.exec(text);
  if (found === null) return null;
  const [whole, dash, word = ''] = found;
  const lines: string[] = [];
  for (let start = at + whole.length; start < text.length;) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    const line = text.slice(start, end);
    if (line.trim() === word) return [heredocText(dash === '-' ? dedented(lines) : lines), start + line.trimEnd().length];
    lines.push(line);
    start = end + 1;
  }
  throw new PassingError(`The text that starts at position ${at + 1} has no line '${word}' at its end.`);
}

function heredocText(lines: readonly string[]): string {
  const whole = lines.map((line) => `${line}\n`).join('');
  refuseTemplate(whole);
  return whole.replace(/([$%])\1(?=\{)/g, '$1');
}

function dedented(lines: readonly string[]): readonly string[] {
  const indent = lines.reduce((least, line) => (line.trim() === '' ? least : Math.min(least, line.length - line.trimStart().length)), Infinity);
  return indent === Infinity ? lines : lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)));
}

function refuseTemplate(inner: string): void {
  if (template.test(inner)) throw new PassingError('A value is a template: only Terraform knows what it gives.');
}

// The escapes of HCL, and what is none.
function unescaped(inner: string): string {
  return inner.replace(/\\(?:([nrt"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))|\\[^]?|([$%])\4(?=\{)/g, (found: string, simple?: string, short?: string, long?: string, mark?: string) => {
    if (mark !== undefined) return mark;
    if (simple !== undefined) return { n: '\n', r: '\r', t: '\t' }[simple] ?? simple;
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (Number.isNaN(code) || code > 0x10ffff) throw new PassingError(`'${found}' is no escape of HCL: it knows \\n, \\r, \\t, \\", \\\\, \\uXXXX and \\UXXXXXXXX.`);
    return String.fromCodePoint(code);
  });
}
