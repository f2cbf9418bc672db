import { questions } from './answers.ts';

/** A list of answers to open questions of AWS. */
export type Answers = Readonly<Record<string, string>>;

/** More combinations than these are not run: a set in which each pair of answers occurs takes their place. */
export const MOST_COMBINATIONS = 32;

/** Every combination of answers to the questions that were asked, or, above the bound, one for each pair of answers and the two extremes. */
export function combinationsOf(asked: ReadonlySet<string>): { readonly list: readonly Answers[]; readonly cut: number } {
  const open = [...asked].sort();
  const unknown = open.filter((id) => questions[id] === undefined);
  if (unknown.length > 0) throw new Error(`A run asked ${unknown.join(', ')}, for which tests/equivalence/answers.ts has no choices, so that only the usual answer would be played. Add them there.`);
  const all = 2 ** open.length;
  if (all <= MOST_COMBINATIONS) return { list: Array.from({ length: all }, (_, bits) => chosen(open, (index) => ((bits >> index) & 1) === 1)), cut: 0 };
  const pairs = open.flatMap((_, a) => open.slice(a + 1).map((__, offset) => [a, a + 1 + offset] as const));
  const list = [
    ...[true, false].map((other) => chosen(open, () => other)),
    ...pairs.flatMap(([a, b]) => [chosen(open, (index) => index === a), chosen(open, (index) => index === b), chosen(open, (index) => index === a || index === b), chosen(open, (index) => index !== a && index !== b)]),
  ];
  const unique = [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
  return { list: unique, cut: all - unique.length };
}

const chosen = (open: readonly string[], other: (index: number) => boolean): Answers =>
  Object.fromEntries(open.map((id, index) => [id, questions[id]?.[other(index) ? 1 : 0] ?? '']));
