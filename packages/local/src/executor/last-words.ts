/** Longest reason that is told, in characters; Glue's own messages are of such a size. */
const LONGEST = 1_000;

/**
 * Why a script failed, as its log tells it: an exception with its type and its whole message, of several lines too. Without one nobody can
 * know what it printed last for, so that is told as what it is.
 *
 * @param how 'ended with exit code 3'
 */
export function reasonFrom(log: string, how: string): string {
  const lines = log.split(/\r?\n/);
  const exception = pythonException(lines);
  if (exception !== null) return `${cut(exception)} (the script ${how})`;
  const last = lines.findLast((line) => line.trim() !== '' && !javaFrame.test(line))?.trim();
  return last === undefined ? `The script ${how}.` : `The script ${how}; its last line: ${cut(last)}`;
}

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);

const javaFrame = /^\s+(at |\.{3} \d+ more)/;
const logged = /^\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d [A-Z]+ /;
const typeAndMessage = /^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?::|$)/;

/** The block behind the last Python trace, from its type on. Null where there is no trace, or a Java error stands behind it. */
function pythonException(lines: readonly string[]): string | null {
  const trace = lines.findLastIndex((line) => line.startsWith('Traceback (most recent call last):'));
  if (trace === -1) return null;
  const from = lines.findIndex((line, index) => index > trace && typeAndMessage.test(line));
  if (from === -1) return null;
  const block = lines.slice(from).map((line) => line.trimEnd());
  const java = block.findIndex((line, index) => index > 0 && (javaFrame.test(line) || logged.test(line)));
  return block.slice(0, java === -1 ? undefined : java).join('\n').trim();
}
