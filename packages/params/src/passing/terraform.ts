import { endOfString, mapAfter } from './literal-map.ts';
import { escaped, isBroken } from './text.ts';
import { PassingError, type Style } from './types.ts';

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
  render(map, { name }) {
    const texts = Object.entries(map).flat();
    if (texts.some(isBroken)) return { refused: 'HCL is UTF-8, which has no half of a surrogate pair.', use: 'cloudformation' };
    const lines = Object.entries(map).map(([key, value]) => `    ${hclString(key)} = ${hclString(value)}\n`).join('');
    const changed = texts.some((text) => text.normalize('NFC') !== text);
    return {
      text: `resource "aws_glue_job" "job" {\n  name = ${hclString(name)}\n\n  default_arguments = {\n${lines}  }\n}\n`,
      notes: changed ? ['Terraform brings text to the composed form of Unicode (NFC): some characters arrive in another form.'] : [],
    };
  },
  parse: (text) => mapAfter(text, /\bdefault_arguments\s*=(?!=)/, { separator: '=', comment: '#', string: readString }),
};

function readString(text: string, at: number): readonly [string, number] | null {
  if (text[at] !== '"') return null;
  const end = endOfString(text, at);
  const inner = text.slice(at + 1, end - 1);
  if (/(?<![$])\$\{|(?<![%])%\{/.test(inner)) throw new PassingError('A value is a template: only Terraform knows what it gives.');
  return [read(inner), end];
}

function read(inner: string): string {
  return inner.replace(/\\(?:([nrt"\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))|\$\$(?=\{)|%%(?=\{)/g, (found: string, simple?: string, short?: string, long?: string) => {
    if (simple !== undefined) return { n: '\n', r: '\r', t: '\t' }[simple] ?? simple;
    const code = short ?? long;
    return code === undefined ? (found[0] ?? '') : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
  });
}
