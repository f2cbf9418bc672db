import { AwsError } from '../host/types.ts';

/**
 * A filter pattern of terms: all plain ones must be in the message, one of those with `?`, none of those with `-`; quotes make one term of many words.
 * @throws {AwsError} InvalidParameterException for patterns over JSON or columns, which the embedded AWS does not read
 */
export function patternOf(pattern: string): (message: string) => boolean {
  if (/^\s*[{[]/u.test(pattern)) throw new AwsError('InvalidParameterException', 'Invalid filter pattern: the embedded AWS reads patterns of terms, not of JSON or columns.');
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/gu)].map(([, sign = '', quoted, plain = '']) => ({ sign, text: quoted?.replaceAll(/\\(.)/gu, '$1') ?? plain }));
  const of = (sign: string): readonly string[] => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [all, any, none] = [of(''), of('?'), of('-')];
  return (message) => all.every((term) => message.includes(term)) && (any.length === 0 || any.some((term) => message.includes(term))) && !none.some((term) => message.includes(term));
}
