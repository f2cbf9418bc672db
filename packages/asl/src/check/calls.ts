import { format } from '../intrinsics/format.ts';
import { functions } from '../intrinsics/functions.ts';
import type { Argument, Intrinsic } from '../intrinsics/index.ts';
import type { Path } from '../json-path/index.ts';
import { hashAlgorithms } from '../query/functions.ts';
import { cut } from './problem.ts';
import type { State } from './run.ts';

/** Tells a call that no run gets past, whatever its paths lead to, and calls in its arguments. Calls nest ten levels at most. */
export function adviseCall(state: State, call: Intrinsic, at: string): void {
  const wrong = wrongIn(call);
  if (wrong !== null) state.run.report('ASL2022', at, `'${cut(call.source)}' always fails: ${wrong}.`, 'Correct the call.');
  for (const arg of call.args) if (arg.is === 'call') adviseCall(state, arg.call, at);
}

function wrongIn({ name, args }: Intrinsic): string | null {
  const [least, most] = functions.get(name)?.takes ?? [0, Infinity];
  if (args.length < least || args.length > most) return `${name} takes ${countOf(least, most)}, not ${args.length}`;
  const [first, second, third] = args;
  if (name === 'States.Format' && first?.is === 'text') return wrongTemplate(args, first.value);
  if (name === 'States.Hash' && isLiteral(second) && !(typeof second.value === 'string' && hashAlgorithms.has(second.value))) return `the algorithm is one of ${[...hashAlgorithms.keys()].join(', ')}`;
  if (name === 'States.JsonMerge' && third?.is === 'constant' && third.value === true) return 'only the shallow merging mode is supported: pass false';
  return null;
}

const isLiteral = (arg: Argument | undefined): arg is Extract<Argument, { readonly is: 'text' | 'constant' }> => arg?.is === 'text' || arg?.is === 'constant';

function countOf(least: number, most: number): string {
  const words = (count: number): string => (count === 1 ? '1 argument' : `${count} arguments`);
  if (least === most) return words(least);
  return most === Infinity ? `at least ${words(least)}` : `${least} to ${words(most)}`;
}

/** Fills the template with nothing, as a run fills it with values. */
function wrongTemplate(args: readonly Argument[], template: string): string | null {
  try {
    format([template, ...args.slice(1).map(() => null)], args);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^[^:]*States\.Format[^:]*: /u, '').replace(/\.$/u, '') : null;
  }
}

/** Tells a path that calls a function: Step Functions looks for a member of that name, and there is none. */
export function advisePath({ run }: State, { source, steps }: Path, at: string): void {
  const call = steps.find((step) => step.to === 'name' && /^[a-z]+\(\)$/iu.test(step.name) && source.includes(`.${step.name}`));
  if (call?.to === 'name') run.report('ASL2022', at, `'${cut(source)}' always fails: paths have no functions such as ${call.name}.`, call.name === 'length()' ? 'Use States.ArrayLength.' : 'Use an intrinsic function, or JSONata.');
}
