// Zero columns: marks that sit on the sign before, joiners and variation selectors.
const none = /^[\p{M}\p{Cf}\u200b\ufe00-\ufe0f]$/u;
// Two columns: what Unicode calls wide or fullwidth, and signs that are shown as pictures.
const two = /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])$/u;
const colour = /\u001b\[\d+m/g;

/** Columns that one sign takes on a terminal. */
export function signWidth(sign: string): number {
  if (sign >= ' ' && sign <= '~') return 1;
  return none.test(sign) ? 0 : two.test(sign) ? 2 : 1;
}

/** Columns that a line takes on a terminal; our own colour codes take none. */
export function textWidth(line: string): number {
  return [...line.replace(colour, '')].reduce((sum, sign) => sum + signWidth(sign), 0);
}

/** Fills a line up with spaces. */
export function padTo(line: string, width: number): string {
  return `${line}${' '.repeat(Math.max(0, width - textWidth(line)))}`;
}
