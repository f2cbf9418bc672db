import { resourceOf } from '../integrations/resource.ts';
import { cut } from './problem.ts';
import type { State } from './run.ts';

interface Members {
  readonly [name: string]: Members | null;
}

/** The context object; null: a value, of whose members nothing is known. Source: Step Functions developer guide, "Accessing execution data from the Context object". */
const members: Members = {
  Execution: { Id: null, Input: null, Name: null, RedriveCount: null, RedriveTime: null, RoleArn: null, StartTime: null },
  Map: { Item: { Index: null, Key: null, Source: null, Value: null } },
  State: { EnteredTime: null, Name: null, RetryCount: null },
  StateMachine: { Id: null, Name: null },
  Task: { Token: null },
};

/** Tells a member that the context object does not have, or not in this state. `names` lead to it from the object itself. */
export function checkContext(state: State, names: readonly string[], at: string): void {
  const { run, name, type } = state;
  const root = state.language === 'JSONata' ? '$states.context' : '$$';
  let inner: Members | null = members;
  for (const [i, word] of names.entries()) {
    const known: Members = inner;
    if (!Object.hasOwn(known, word)) {
      const near = run.near(word, Object.keys(known));
      return run.report('ASL2023', at, `'${[root, ...names.slice(0, i)].join('.')}' has no member '${cut(word)}'.`, near === null ? `It has ${Object.keys(known).join(', ')}.` : `Did you mean '${near}'?`);
    }
    inner = known[word] ?? null;
    if (inner === null) break;
  }
  if (names[0] === 'Task' && !mayHaveToken(state)) run.report('ASL2023', at, `'${root}.Task' is not there in ${type} state '${name}', which waits for no token.`, "Let the Resource end with '.waitForTaskToken', or leave it out.");
}

function mayHaveToken({ type, json: { Resource: text } }: State): boolean {
  if (type !== 'Task') return false;
  // What is filled in before deployment may be a resource of either kind.
  const resource = typeof text === 'string' ? resourceOf(text) : { is: 'later' as const };
  // Executions show that a job of a .sync task may be given a token, too.
  return resource.is === 'sdk' || resource.is === 'optimized' ? resource.pattern !== '' : resource.is !== 'lambda';
}
