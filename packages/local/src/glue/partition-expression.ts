import { invalid } from './input.ts';

/** A partition key and the value that one partition has for it. */
export type Bindings = ReadonlyMap<string, { readonly type: string; readonly value: string }>;
/** Null is SQL's unknown. */
export type Filter = (partition: Bindings) => boolean | null;

type Token = { readonly kind: 'word' | 'text' | 'number' | 'mark'; readonly text: string };
type Operand = { readonly column: string } | { readonly constant: string };

/**
 * Reads the filter of GetPartitions: comparisons, BETWEEN, IN, LIKE, IS NULL, AND, OR, NOT and parentheses over partition keys.
 * Throws InvalidInputException for what is no such expression.
 */
export function partitionFilter(expression: string): Filter {
  if (expression.trim() === '') return () => true;
  const reader = new Reader(tokensOf(expression), expression);
  const filter = reader.either();
  reader.end();
  return filter;
}

const token = /\s*(?:(?<text>'(?:[^']|'')*')|(?<quoted>`[^`]+`|"[^"]+")|(?<number>-?\d+(?:\.\d+)?)(?![\w])|(?<word>[A-Za-z_]\w*)|(?<mark><=|>=|<>|!=|=|<|>|\(|\)|,))/uy;

function tokensOf(expression: string): readonly Token[] {
  const found: Token[] = [];
  const end = expression.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const { text, quoted, number, word, mark } = token.exec(expression)?.groups ?? {};
    if (text !== undefined) found.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") });
    else if (quoted !== undefined) found.push({ kind: 'word', text: quoted.slice(1, -1) });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (word !== undefined) found.push({ kind: 'word', text: word });
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark });
    else throw invalid(`Unsupported expression '${expression}': nothing is known at character ${String(from + 1)}.`);
  }
  return found;
}

/** How deep parentheses and NOT may nest: a request is no program. */
const deepest = 100;

class Reader {
  readonly #tokens: readonly Token[];
  readonly #expression: string;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], expression: string) {
    this.#tokens = tokens;
    this.#expression = expression;
  }

  either(): Filter {
    const parts = [this.#both()];
    while (this.#keyword('OR')) parts.push(this.#both());
    return parts.length === 1 ? (parts[0] ?? (() => true)) : (row) => any(parts.map((part) => part(row)));
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#wrong('the end');
  }

  #both(): Filter {
    const parts = [this.#not()];
    while (this.#keyword('AND')) parts.push(this.#not());
    return parts.length === 1 ? (parts[0] ?? (() => true)) : (row) => not(any(parts.map((part) => not(part(row)))));
  }

  #not(): Filter {
    if ((this.#depth += 1) > deepest) throw invalid(`Unsupported expression: it nests deeper than ${String(deepest)}.`);
    try {
      if (this.#keyword('NOT')) return negated(this.#not());
      if (!this.#mark('(')) return this.#comparison();
      const inner = this.either();
      this.#need(')');
      return inner;
    } finally {
      this.#depth -= 1;
    }
  }

  #comparison(): Filter {
    const left = this.#operand();
    if (this.#keyword('IS')) {
      const negative = this.#keyword('NOT');
      if (!this.#keyword('NULL')) throw this.#wrong('NULL');
      return (row) => (valueOf(left, row) === null) !== negative;
    }
    const negative = this.#keyword('NOT');
    const filter = this.#special(left);
    if (filter !== null) return negative ? negated(filter) : filter;
    const sign = this.#tokens[this.#at]?.text ?? '';
    const holds = negative || !Object.hasOwn(signs, sign) ? undefined : signs[sign];
    if (holds === undefined) throw this.#wrong('a comparison');
    this.#at += 1;
    return compared(left, this.#operand(), holds);
  }

  #special(left: Operand): Filter | null {
    if (this.#keyword('BETWEEN')) {
      const low = this.#operand();
      if (!this.#keyword('AND')) throw this.#wrong('AND');
      const high = this.#operand();
      return (row) => not(any([not(compared(left, low, (order) => order >= 0)(row)), not(compared(left, high, (order) => order <= 0)(row))]));
    }
    if (this.#keyword('IN')) {
      this.#need('(');
      const equals = [this.#equal(left)];
      while (this.#mark(',')) equals.push(this.#equal(left));
      this.#need(')');
      return (row) => any(equals.map((one) => one(row)));
    }
    if (!this.#keyword('LIKE')) return null;
    const right = this.#operand();
    return (row) => {
      const [text, pattern] = [valueOf(left, row), valueOf(right, row)];
      return text === null || pattern === null ? null : like(pattern.value).test(text.value);
    };
  }

  #equal(left: Operand): Filter {
    return compared(left, this.#operand(), (order) => order === 0);
  }

  #operand(): Operand {
    const found = this.#tokens[this.#at];
    if (found === undefined || found.kind === 'mark') throw this.#wrong('a partition key or a value');
    this.#at += 1;
    return found.kind === 'word' ? { column: found.text.toLowerCase() } : { constant: found.text };
  }

  #keyword(word: string): boolean {
    const found = this.#tokens[this.#at];
    if (found?.kind !== 'word' || found.text.toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #mark(mark: string): boolean {
    const found = this.#tokens[this.#at];
    if (found?.kind !== 'mark' || found.text !== mark) return false;
    this.#at += 1;
    return true;
  }

  #need(mark: string): void {
    if (!this.#mark(mark)) throw this.#wrong(`'${mark}'`);
  }

  #wrong(wanted: string): Error {
    const found = this.#tokens[this.#at];
    return invalid(`Unsupported expression '${this.#expression}': ${wanted} was expected${found === undefined ? ' at its end' : `, not '${found.text}'`}.`);
  }
}

type Order = (order: number) => boolean;
const signs: Readonly<Record<string, Order>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

const any = (all: readonly (boolean | null)[]): boolean | null => (all.includes(true) ? true : all.includes(null) ? null : false);
const not = (one: boolean | null): boolean | null => (one === null ? null : !one);
const negated = (filter: Filter): Filter => (row) => not(filter(row));

/** The name of the partition that holds rows without a value. */
const nullPartition = '__HIVE_DEFAULT_PARTITION__';
const numeric = /^(tinyint|smallint|int|integer|bigint|long|float|double|decimal)\b/u;

function valueOf(operand: Operand, row: Bindings): { readonly value: string; readonly type: string | null } | null {
  if ('constant' in operand) return { value: operand.constant, type: null };
  const found = row.get(operand.column);
  if (found === undefined) throw invalid(`Unsupported expression: '${operand.column}' is no partition key of the table.`);
  return found.value === nullPartition ? null : { value: found.value, type: found.type };
}

function compared(left: Operand, right: Operand, holds: Order): Filter {
  return (row) => {
    const [a, b] = [valueOf(left, row), valueOf(right, row)];
    if (a === null || b === null) return null;
    if (numeric.test(a.type ?? b.type ?? '')) return holds(Math.sign(Number(a.value) - Number(b.value)));
    return holds(a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
  };
}

const like = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replaceAll('%', '.*').replaceAll('_', '.')}$`, 'su');
