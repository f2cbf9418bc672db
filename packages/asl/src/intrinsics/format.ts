import { invalid } from './failure.ts';

const name = 'States.Format';

/**
 * The template with each `{}` replaced by the next of `values`. Braces that are to stand for themselves have a backslash before them.
 *
 * @throws {InvalidArguments} when there are more or fewer `{}` than values, when a brace stands alone or a backslash escapes nothing.
 * @example formatted('\\{{}\\}', ['a']) // '{a}'
 */
export function formatted(template: string, values: readonly string[]): string {
  let text = '';
  let used = 0;
  for (let i = 0; i < template.length; i++) {
    const char = template.charAt(i);
    if (char === '\\') text += escaped(template, ++i);
    else if (char === '}') throw invalid(name, "matching '{' not found for '}'.");
    else if (char !== '{') text += char;
    else {
      if (template.charAt(++i) !== '}') throw invalid(name, "matching '}' not found for '{'.");
      text += values[used++] ?? '';
    }
  }
  if (used !== values.length) throw invalid(name, 'number of arguments do not match the occurrences of {}.');
  return text;
}

function escaped(template: string, at: number): string {
  const char = template.charAt(at);
  if (char === '' || !"'{}\\".includes(char)) throw invalid(name, "a backslash escapes ', {, } and \\ only.");
  return char;
}
