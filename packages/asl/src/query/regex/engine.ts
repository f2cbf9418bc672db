import { LimitReached, type Guard } from '../guard.ts';
import { Matcher, RegexExhausted } from './match.ts';
import { parseRegex, RegexUnsupported, type Parsed } from './parse.ts';

/**
 * The regular expressions of JSONata on a budget: JavaScript's own, asked for a text that it can match in very many ways, would stop the
 * whole process. Same patterns and results, but for named references and Unicode properties, which are refused.
 */
export function boundedRegex(guard: Guard): RegExpConstructor {
  class BoundedRegex {
    lastIndex = 0;
    readonly #parsed: Parsed;
    readonly #multiline: boolean;

    constructor(pattern: RegExp) {
      try {
        this.#parsed = parseRegex(pattern.source, pattern.ignoreCase);
      } catch (error) {
        if (error instanceof RegexUnsupported) throw new LimitReached(`its regular expression uses ${error.message}, which is not supported`);
        throw error;
      }
      this.#multiline = pattern.multiline;
    }

    /** As RegExp.exec of a global expression: the first match from `lastIndex` on. */
    exec(text: string): RegExpExecArray | null {
      const matcher = new Matcher(text, this.#multiline, guard.regex);
      try {
        for (let at = this.lastIndex; at <= text.length; at++) {
          const end = matcher.match(this.#parsed.root, at);
          if (end < 0) continue;
          this.lastIndex = end;
          const groups = Array.from({ length: this.#parsed.groups }, (_, i) => matcher.groups[i + 1]);
          const texts = [text.slice(at, end), ...groups.map((group) => (group === undefined ? undefined : text.slice(group[0], group[1])))];
          // A match is an array of texts with the place and the text it was found in; groups that took no part are undefined in it.
          return Object.assign(texts, { index: at, input: text }) as unknown as RegExpExecArray;
        }
      } catch (error) {
        if (error instanceof RegexExhausted) throw new LimitReached('its regular expression takes too many steps');
        throw error;
      }
      this.lastIndex = 0;
      return null;
    }
  }
  // jsonata uses lastIndex and exec only.
  return BoundedRegex as unknown as RegExpConstructor;
}
