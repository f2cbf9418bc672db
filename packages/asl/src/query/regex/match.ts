import type { Node } from './parse.ts';

/** Steps that all matching of an expression may take together. */
export interface Budget {
  left: number;
}
export class RegexExhausted extends Error {}

/** What a part leads to: the end of the match, or -1. */
type Then = (at: number) => number;

/** Deeper than this, a match would end in an overflow of the stack. */
const deepest = 2500;

/**
 * Tries a pattern at one place of a text, with backtracking, as JavaScript does; every step is taken from a budget, so that a pattern that
 * could try for ever ends.
 */
export class Matcher {
  readonly #text: string;
  readonly #multiline: boolean;
  readonly #budget: Budget;
  #depth = 0;
  groups: (readonly [start: number, end: number] | undefined)[] = [];

  constructor(text: string, multiline: boolean, budget: Budget) {
    this.#text = text;
    this.#multiline = multiline;
    this.#budget = budget;
  }

  /** The end of the match that begins at `at`; -1 when there is none. */
  match(root: Node, at: number): number {
    this.groups = [];
    this.#depth = 0;
    return this.#run(root, at, (end) => end);
  }

  #run(node: Node, at: number, then: Then): number {
    this.#budget.left -= 1;
    this.#depth += 1;
    if (this.#budget.left < 0 || this.#depth > deepest) throw new RegexExhausted();
    const end = this.#step(node, at, then);
    this.#depth -= 1;
    return end;
  }

  #step(node: Node, at: number, then: Then): number {
    switch (node.is) {
      case 'char':
        return at < this.#text.length && node.test(this.#text[at] ?? '') ? then(at + 1) : -1;
      case 'sequence':
        return this.#parts(node.parts, 0, at, then);
      case 'either':
        return this.#first(node.options, at, then);
      case 'repeat':
        return node.part.is === 'char' ? this.#chars(node.part.test, node, at, then) : this.#repeat(node, at, 0, then);
      case 'group':
        return this.#group(node, at, then);
      case 'again':
        return this.#again(node.group, at, then);
      case 'place':
        return this.#isPlace(node.at, at) ? then(at) : -1;
      case 'look':
        return this.#look(node, at, then);
    }
  }

  #parts(parts: readonly Node[], i: number, at: number, then: Then): number {
    const part = parts[i];
    return part === undefined ? then(at) : this.#run(part, at, (next) => this.#parts(parts, i + 1, next, then));
  }

  #first(options: readonly Node[], at: number, then: Then): number {
    for (const option of options) {
      const groups = [...this.groups];
      const end = this.#run(option, at, then);
      if (end >= 0) return end;
      this.groups = groups;
    }
    return -1;
  }

  /** A repeat of one character needs no nesting: what it may take is counted first. */
  #chars(test: (char: string) => boolean, { min, max, lazy }: { readonly min: number; readonly max: number; readonly lazy: boolean }, at: number, then: Then): number {
    let most = 0;
    const enough = lazy ? min : max;
    while (most < enough && at + most < this.#text.length && test(this.#text[at + most] ?? '')) most += 1;
    this.#spend(most);
    if (most < min) return -1;
    if (!lazy) {
      for (let count = most; count >= min; count--) {
        this.#spend(1);
        const end = then(at + count);
        if (end >= 0) return end;
      }
      return -1;
    }
    for (let count = min; ; count++) {
      this.#spend(1);
      const end = then(at + count);
      if (end >= 0) return end;
      if (count >= max || at + count >= this.#text.length || !test(this.#text[at + count] ?? '')) return -1;
    }
  }

  #repeat(node: Extract<Node, { readonly is: 'repeat' }>, at: number, done: number, then: Then): number {
    const more = (): number => {
      if (done >= node.max) return -1;
      for (let group = node.groups[0]; group < node.groups[1]; group++) this.groups[group] = undefined;
      // A turn that takes nothing would be taken for ever.
      return this.#run(node.part, at, (next) => (next === at && done >= node.min ? -1 : this.#repeat(node, next, done + 1, then)));
    };
    if (done < node.min) return more();
    const groups = [...this.groups];
    const first = node.lazy ? then(at) : more();
    if (first >= 0) return first;
    this.groups = groups;
    return node.lazy ? more() : then(at);
  }

  #group(node: Extract<Node, { readonly is: 'group' }>, at: number, then: Then): number {
    const before = this.groups[node.number];
    const end = this.#run(node.part, at, (next) => {
      const inner = this.groups[node.number];
      this.groups[node.number] = [at, next];
      const found = then(next);
      if (found < 0) this.groups[node.number] = inner;
      return found;
    });
    if (end < 0) this.groups[node.number] = before;
    return end;
  }

  #again(group: number, at: number, then: Then): number {
    const found = this.groups[group];
    const text = found === undefined ? '' : this.#text.slice(found[0], found[1]);
    this.#spend(text.length);
    return this.#text.startsWith(text, at) ? then(at + text.length) : -1;
  }

  #look(node: Extract<Node, { readonly is: 'look' }>, at: number, then: Then): number {
    const groups = [...this.groups];
    let found = false;
    if (!node.behind) found = this.#run(node.part, at, (end) => end) >= 0;
    else for (let start = at; start >= 0 && !found; start--) found = this.#run(node.part, start, (end) => (end === at ? end : -1)) === at;
    if (node.not || !found) this.groups = groups;
    return found === node.not ? -1 : then(at);
  }

  #isPlace(place: 'start' | 'end' | 'boundary' | 'inside', at: number): boolean {
    const [before, behind] = [this.#text[at - 1], this.#text[at]];
    const isLineEnd = (char: string): boolean => /^[\n\r\u2028\u2029]$/.test(char);
    if (place === 'start') return before === undefined || (this.#multiline && isLineEnd(before));
    if (place === 'end') return behind === undefined || (this.#multiline && isLineEnd(behind));
    const isWord = (char: string | undefined): boolean => char !== undefined && /^\w$/.test(char);
    return (isWord(before) !== isWord(behind)) === (place === 'boundary');
  }

  #spend(steps: number): void {
    this.#budget.left -= steps;
    if (this.#budget.left < 0) throw new RegexExhausted();
  }
}
