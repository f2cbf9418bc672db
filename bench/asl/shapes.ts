// The machines that the bench of `asl.ts` runs: plain definitions that both engines take, and the same in JSONata.
import type { Json } from '../../packages/asl/src/index.ts';

/** What one engine does, in a process of its own; it gets this as JSON. */
export interface Work {
  readonly definition: Json;
  readonly input: Json;
  /** What the execution has to give: work that comes out otherwise shows nothing. */
  readonly output: Json;
}

export type Language = 'JSONPath' | 'JSONata' | 'functions of JSONata';

export interface Shape {
  readonly name: string;
  readonly unit: string;
  readonly sizes: readonly [number, number, number];
  readonly languages: readonly Language[];
  readonly work: (size: number, language: Language) => Work;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const machine = (language: Language, states: Json, startAt: string): Json => ({ ...(language === 'JSONPath' ? {} : { QueryLanguage: 'JSONata' }), StartAt: startAt, States: states });
const passOn = (language: Language): { readonly [field: string]: Json } => (language === 'JSONPath' ? {} : { Output: '{% $states.input %}' });

function chain(size: number, language: Language): Work {
  const states = Object.fromEntries(numbers(size).map((index) => [`S${index}`, { Type: 'Pass', ...passOn(language), ...(index === size - 1 ? { End: true } : { Next: `S${index + 1}` }) }]));
  return { definition: machine(language, states, 'S0'), input: { n: 1 }, output: { n: 1 } };
}

/** Counts to the half of `size`: each round is two transitions. */
function loop(size: number, language: Language): Work {
  const rounds = size / 2;
  const sum = language === 'JSONata' ? '$states.input.n + 1' : '$sum([$states.input.n, 1])';
  const more = language === 'JSONata' ? `$states.input.n < ${rounds}` : `$sum([$states.input.n, 1]) <= ${rounds}`;
  const [rule, add] = language === 'JSONPath'
    ? [{ Variable: '$.n', NumericLessThan: rounds, Next: 'Add' }, { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Check' }]
    : [{ Condition: `{% ${more} %}`, Next: 'Add' }, { Type: 'Pass', Output: { n: `{% ${sum} %}` }, Next: 'Check' }];
  return { definition: machine(language, { Check: { Type: 'Choice', Choices: [rule], Default: 'Done' }, Add: add, Done: { Type: 'Succeed' } }, 'Check'), input: { n: 0 }, output: { n: rounds } };
}

function map(size: number, language: Language): Work {
  const items = numbers(size).map((id) => ({ id }));
  const each = { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Each', States: { Each: { Type: 'Pass', ...passOn(language), End: true } } };
  const over = language === 'JSONPath' ? {} : { Items: '{% $states.input %}' };
  return { definition: machine(language, { All: { Type: 'Map', ...over, ItemProcessor: each, End: true } }, 'All'), input: items, output: items };
}

function parallel(size: number, language: Language): Work {
  const branches = numbers(size).map((index) => ({ StartAt: `B${index}`, States: { [`B${index}`]: { Type: 'Pass', ...passOn(language), End: true } } }));
  return { definition: machine(language, { Both: { Type: 'Parallel', Branches: branches, End: true } }, 'Both'), input: { n: 1 }, output: branches.map(() => ({ n: 1 })) };
}

/** The last size of each is the one that is named; the others show how time grows. */
export const shapes: readonly Shape[] = [
  { name: 'Pass chain', unit: 'states', sizes: [625, 2500, 10_000], languages: ['JSONPath', 'JSONata'], work: chain },
  { name: 'Choice loop', unit: 'transitions', sizes: [2500, 10_000, 40_000], languages: ['JSONPath', 'JSONata', 'functions of JSONata'], work: loop },
  { name: 'Map', unit: 'items', sizes: [625, 2500, 10_000], languages: ['JSONPath', 'JSONata'], work: map },
  { name: 'Parallel', unit: 'branches', sizes: [12, 50, 200], languages: ['JSONPath', 'JSONata'], work: parallel },
];
