// All that a terminal obeys instead of showing: C0 and C1 controls but tab and line feed, and the signs that turn the direction of writing.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
// What `paint` writes, and no more.
const ownColour = /(\u001b\[(?:1|2|22|3[1-6]|39)m)/;

const shown = (sign: string): string => {
  const code = sign.charCodeAt(0);
  return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).padStart(2, '0')}`;
};

/** Text of others (names, messages, logs) with its control characters made visible: a terminal shows them and obeys none. */
export function visible(text: string): string {
  return text.replace(/\r(?=\n|$)/g, '').replace(controls, shown);
}

/** The same for a whole output, in which our own colours stay. */
export function printable(text: string): string {
  return text.split(ownColour).map((part, index) => (index % 2 === 1 ? part : visible(part))).join('');
}

/** One line of at most `most` characters. */
export function oneLine(text: string, most: number): string {
  const signs = [...visible(text.trim().replace(/\s+/g, ' '))];
  return signs.length <= most ? signs.join('') : `${signs.slice(0, most - 1).join('')}…`;
}
