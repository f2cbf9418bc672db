/** What Python calls white space in text: more than JavaScript on one side (U+001C to U+001F, U+0085), less on the other (U+FEFF). */
export function isPythonSpace(code: number): boolean {
  return (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x20) || code === 0x85 || code === 0xa0 || code === 0x1680
    || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** Text without Python's white space at its end. */
export function trimEndAsPython(text: string): string {
  let end = text.length;
  while (end > 0 && isPythonSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Text without Python's white space at its start. */
export function trimStartAsPython(text: string): string {
  let start = 0;
  while (start < text.length && isPythonSpace(text.charCodeAt(start))) start += 1;
  return text.slice(start);
}

const among = (characters: string): ReadonlySet<number> => new Set(Array.from(characters, (character) => character.charCodeAt(0)));
const notFirst = among('"\',=[{');
const notInFirstValue = among('"\',]}');
const notInListValue = among('"\',=');
const keyCharacter = /^[A-Za-z0-9_.#/:-]$/;

/** Where an unquoted value stands decides what may follow its first character. */
export type Place = 'value' | 'list';

/** May a value without quotes start with this code point? */
export function startsValue(code: number): boolean {
  return code > 0x20 && code <= 0xffff && !notFirst.has(code);
}

/** May this code point stand inside a value without quotes? */
export function continuesValue(code: number, place: Place): boolean {
  if (code > 0xffff) return false;
  if (code <= 0x20) return isPythonSpace(code);
  return !(place === 'value' ? notInFirstValue : notInListValue).has(code);
}

export function isKeyCharacter(character: string): boolean {
  return keyCharacter.test(character);
}
