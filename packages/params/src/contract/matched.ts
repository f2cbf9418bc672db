import type { Node } from './ast.ts';

/** One arm of a match. */
export interface Arm {
  readonly at: number;
  /** The texts that it is for; null when it is for something else. */
  readonly words: readonly Node[] | null;
  /** A name that it gives to whatever comes. */
  readonly name: string | null;
  readonly guard: Node | null;
  readonly body: Node;
}
/** More arms than this are no chain of conditions: each is looked at alone. */
const MOST = 50;

/** A match as conditions: each arm compares the subject, which is looked at once, with its words. */
export function matched(at: number, subject: Node, arms: readonly Arm[]): Node {
  const held: Node = { kind: 'name', at, id: ` match ${at}` };
  const conditions = arms.map((arm): Extract<Node, { kind: 'if' }> => {
    const named: Node[] = arm.name === null || arm.name === '_' ? [] : [{ kind: 'assign', at: arm.at, target: { kind: 'name', at: arm.at, id: arm.name }, op: '=', value: held }];
    return { kind: 'if', at: arm.at, test: testOf(arm, held, named), then: { kind: 'block', at: arm.at, body: [...named, arm.body] }, otherwise: null };
  });
  const chain = conditions.length > MOST ? conditions : [conditions.reduceRight<Node | null>((otherwise, each) => last(arms, each) ?? { ...each, otherwise }, null)].filter((each) => each !== null);
  return { kind: 'block', at, body: [{ kind: 'assign', at, target: held, op: '=', value: subject }, ...chain] };
}

/** The arm that takes all that is left, as the end of the chain. */
function last(arms: readonly Arm[], { at, then }: Extract<Node, { kind: 'if' }>): Node | null {
  const arm = arms.at(-1);
  return arm?.at === at && arm.words === null && arm.name !== null && arm.guard === null ? then : null;
}

function testOf({ at, words, guard }: Arm, held: Node, named: readonly Node[]): Node {
  const place = words?.[0]?.at ?? at;
  const compared: Node | null = words === null ? null : { kind: 'binary', at: place, op: 'in', left: held, right: { kind: 'list', at: place, items: words.map((value) => ({ value, spread: false })) } };
  if (guard === null) return compared ?? { kind: 'constant', at, type: 'none' };
  const asked: Node = named.length === 0 ? guard : { kind: 'block', at, body: [...named, guard] };
  return compared === null ? asked : { kind: 'binary', at: place, op: 'and', left: compared, right: asked };
}
