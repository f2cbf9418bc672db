import { conditionIn } from './condition.ts';
import { deepest } from './limits.ts';
import { memo } from './memo.ts';
import { Scanner } from './scanner.ts';
import type { Path, Step } from './syntax.ts';

/**
 * Compiles a path such as `$.orders[?(@.total > 100)].id`, `$$.State.Name` or `$rate[0]`. Equal texts give the same path.
 *
 * Names after a dot go on to the next dot, bracket or blank, as with Jayway's JsonPath, which Step Functions reads paths with: hence
 * `$.list.length()` asks for a member named `length()`, since Step Functions has no functions in paths.
 *
 * @throws {PathSyntaxError} with the `offset` where the text stops being a path.
 * @example compilePath('$.a.b').steps // [{ to: 'name', name: 'a' }, { to: 'name', name: 'b' }]
 */
export const compilePath: (source: string) => Path = memo(compiled);

function compiled(source: string): Path {
  const scanner = new Scanner(source);
  scanner.need('$');
  const root = rootOf(scanner);
  const steps = stepsIn(scanner, '', 0);
  if (!scanner.ended) throw scanner.wrong(`expected . or [, found ${scanner.char}`);
  const reference = steps.every((step) => step.to === 'name' || step.to === 'index');
  return { source, ...root, reference, steps };
}

const nameStart = /[\p{L}_]/u;
const namePart = /[\p{L}\p{N}_]/u;

function rootOf(scanner: Scanner): Pick<Path, 'root' | 'variable'> {
  if (scanner.took('$')) return { root: 'context', variable: null };
  const start = scanner.at;
  const letter = (): string => String.fromCodePoint(scanner.text.codePointAt(scanner.at) ?? 0);
  if (!nameStart.test(letter())) return { root: 'input', variable: null };
  while (!scanner.ended && namePart.test(letter())) scanner.at += letter().length;
  return { root: 'variable', variable: scanner.text.slice(start, scanner.at) };
}

/** Steps as far as they go. A name after a dot also ends at one of `stops`; `depth` counts the filters around. */
function stepsIn(scanner: Scanner, stops: string, depth: number): Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (steps.length > deepest) throw scanner.wrong(`a path has at most ${deepest} steps`);
    if (scanner.took('..')) {
      steps.push({ to: 'descendants' }, scanner.char === '[' ? bracket(scanner, depth) : named(scanner, stops));
    } else if (scanner.took('.')) {
      steps.push(scanner.char === '[' ? bracket(scanner, depth) : named(scanner, stops));
    } else if (scanner.char === '[') {
      steps.push(bracket(scanner, depth));
    } else return steps;
  }
}

function named(scanner: Scanner, stops: string): Step {
  const start = scanner.at;
  const name = scanner.until(`.[]'" \t\r\n${stops}`);
  if (name === '') throw scanner.wrong('expected a name', start);
  return name === '*' ? { to: 'all' } : { to: 'name', name };
}

function bracket(scanner: Scanner, depth: number): Step {
  scanner.need('[');
  scanner.blanks();
  const step = inBrackets(scanner, depth);
  scanner.blanks();
  scanner.need(']');
  return step;
}

function inBrackets(scanner: Scanner, depth: number): Step {
  if (scanner.took('*')) return { to: 'all' };
  if (scanner.took('?')) return { to: 'matching', condition: conditionIn(scanner, depth + 1, stepsIn) };
  if (scanner.char === "'" || scanner.char === '"') return names(scanner);
  const first = scanner.integer();
  scanner.blanks();
  if (scanner.char === ':') return slice(scanner, first);
  if (first === null) throw scanner.wrong("expected a name in quotes, an index, *, a slice or ?( )");
  return indices(scanner, first);
}

function names(scanner: Scanner): Step {
  const all = listed(scanner, () => {
    if (scanner.char !== "'" && scanner.char !== '"') throw scanner.wrong('expected a name in quotes');
    return scanner.quoted();
  });
  const [name, ...more] = all;
  return name !== undefined && more.length === 0 ? { to: 'name', name } : { to: 'names', names: all };
}

function indices(scanner: Scanner, first: number): Step {
  if (!scanner.took(',')) return { to: 'index', index: first };
  scanner.blanks();
  const rest = listed(scanner, () => {
    const index = scanner.integer();
    if (index === null) throw scanner.wrong('expected an index');
    return index;
  });
  return { to: 'indices', indices: [first, ...rest] };
}

function listed<T>(scanner: Scanner, item: () => T): T[] {
  const items: T[] = [];
  do {
    scanner.blanks();
    items.push(item());
    scanner.blanks();
  } while (scanner.took(','));
  return items;
}

function slice(scanner: Scanner, from: number | null): Step {
  scanner.need(':');
  scanner.blanks();
  const until = scanner.integer();
  scanner.blanks();
  const start = scanner.at;
  const by = scanner.took(':') ? (scanner.blanks(), scanner.integer() ?? 1) : 1;
  if (by <= 0) throw scanner.wrong('expected a step above 0', start);
  return { to: 'slice', from, until, by };
}
