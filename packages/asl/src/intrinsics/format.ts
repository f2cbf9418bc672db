import type { Json } from '../engine-types.ts';
import { flatEnough, invalid } from './failure.ts';
import { javaText } from './java-values.ts';
import type { Argument } from './syntax.ts';

const name = 'States.Format';

/** States.Format: the template first, then what stands for each `{}`. A template in quotes still has its escapes. */
export function format([template = null, ...values]: readonly Json[], [first, ...rest]: readonly Argument[]): string {
  if (typeof template !== 'string') throw invalid(name, 'a text is expected.');
  return formatted(first?.is === 'text' ? first.raw : template, values.map((value, i) => shown(rest[i], flatEnough(value, name))));
}

/** What States.StringToJson gives is still JSON to States.Format, quotes and all. */
function shown(arg: Argument | undefined, value: Json): string {
  return arg?.is === 'call' && arg.call.name === 'States.StringToJson' ? JSON.stringify(value) : javaText(value);
}

/**
 * The template with each `{}` replaced by the next of `values`. Braces that are to stand for themselves have a backslash before them.
 *
 * @throws {InvalidArguments} when there are more or fewer `{}` than values, when a brace stands alone or a backslash escapes nothing.
 * @example formatted('\\{{}\\}', ['a']) // '{a}'
 */
function formatted(template: string, values: readonly string[]): string {
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
