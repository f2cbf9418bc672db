import type { Scanner } from './scanner.ts';
import type { Comparison, Condition, Operand, Step } from './syntax.ts';

/** Reads steps; names after a dot end at `stops`, too. */
export type ReadSteps = (scanner: Scanner, stops: string, depth: number) => readonly Step[];

/** Where a condition stands: how deep, and how steps in it are read. */
interface Place {
  readonly depth: number;
  readonly steps: ReadSteps;
}

/** How deep conditions may nest, in brackets and in filters of their paths. */
const deepestCondition = 50;

// Longer ones first: `<=` begins with `<`.
const comparisons: readonly Comparison[] = ['==', '!=', '<=', '>=', '<', '>'];
const refused = ['=~', 'in', 'nin', 'subsetof', 'anyof', 'noneof', 'contains', 'size', 'sizeof', 'empty', 'type', 'matches'];
const nameStops = ' ()=!<>&|,~';

/** What stands after `[?`: a condition in parentheses. */
export function conditionIn(scanner: Scanner, depth: number, steps: ReadSteps): Condition {
  scanner.blanks();
  scanner.need('(');
  const condition = any(scanner, { depth, steps });
  scanner.need(')');
  return condition;
}

function any(scanner: Scanner, place: Place): Condition {
  return joined(scanner, '||', 'any', () => joined(scanner, '&&', 'all', () => one(scanner, place)));
}

function joined(scanner: Scanner, by: string, is: 'all' | 'any', part: () => Condition): Condition {
  const of = [part()];
  while (scanner.took(by)) of.push(part());
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { is, of };
}

function one(scanner: Scanner, place: Place): Condition {
  if (place.depth > deepestCondition) throw scanner.wrong('conditions nest too deeply');
  scanner.blanks();
  const condition = inside(scanner, place);
  scanner.blanks();
  return condition;
}

function deeper(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

function inside(scanner: Scanner, place: Place): Condition {
  if (scanner.took('!')) return { is: 'not', of: one(scanner, deeper(place)) };
  if (scanner.took('(')) {
    const condition = any(scanner, deeper(place));
    scanner.need(')');
    return condition;
  }
  const left = operand(scanner, place);
  scanner.blanks();
  const by = comparisons.find((symbol) => scanner.took(symbol));
  if (by === undefined) return presence(scanner, left);
  scanner.blanks();
  return { is: 'compared', left, by, right: operand(scanner, place) };
}

function presence(scanner: Scanner, left: Operand): Condition {
  const word = refused.find((operator) => scanner.text.startsWith(operator, scanner.at));
  // Step Functions developer guide, "Paths": no lexical operators, no regular expressions.
  if (word !== undefined) throw scanner.wrong(`Step Functions does not have the operator ${word}`);
  if (left.from === 'constant') throw scanner.wrong('expected a comparison');
  return { is: 'present', steps: left.steps };
}

function operand(scanner: Scanner, place: Place): Operand {
  if (scanner.took('@')) return { from: 'item', steps: place.steps(scanner, nameStops, place.depth) };
  if (scanner.char === "'" || scanner.char === '"') return { from: 'constant', value: scanner.quoted() };
  // Step Functions developer guide, "Paths": a filter does not refer to other values of the input.
  if (scanner.char === '$') throw scanner.wrong('a filter refers to the item at hand, @, only');
  const start = scanner.at;
  const word = scanner.until(nameStops + ']');
  const value = constants.get(word) ?? (numeral.test(word) ? Number(word) : undefined);
  if (word === 'null') return { from: 'constant', value: null };
  if (value === undefined || value === Infinity || value === -Infinity) throw scanner.wrong('expected @, a text in quotes, a number, true, false or null', start);
  return { from: 'constant', value };
}

const constants = new Map([['true', true], ['false', false]]);
const numeral = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
