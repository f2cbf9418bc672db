import type { Json } from '../engine-types.ts';
import { isArray, isObject, member } from '../json.ts';
import { evaluate, leave, type At } from './context.ts';
import { errorNames, StateError } from './errors.ts';
import { branchFrame, idIn, type Waiting } from './frames.ts';
import { text, wholeNumber, wrongType } from './numbers.ts';

/** What each state type does when a branch enters it, and again at each retry. */
export const onEnter: Readonly<Record<string, (at: At) => Promise<void>>> = {
  Pass: (at) => leave(at, at.state, at.frame.input, at.state['Next']),
  Succeed: (at) => leave(at, at.state, at.frame.input, undefined),
  Fail: fail,
  Choice: choice,
  Wait: wait,
  Task: task,
  Parallel: parallel,
};

async function fail(at: At): Promise<void> {
  const error = await text(at, 'Error');
  const cause = await text(at, 'Cause');
  at.turn.plan({ do: 'fail', frame: at.id, join: null, error: error ?? '', cause: cause ?? '' });
}

async function choice(at: At): Promise<void> {
  const rules = at.state['Choices'];
  for (const [i, rule] of (isArray(rules) ? rules : []).entries()) {
    if (!isObject(rule)) continue;
    const field = `Choices[${i}].Condition`;
    const holds = await evaluate(at, member(rule, 'Condition') ?? null, field);
    if (typeof holds !== 'boolean') throw wrongType(at, field, 'true or false', holds);
    if (holds) return leave(at, rule, at.frame.input, rule['Next']);
  }
  const otherwise = at.state['Default'];
  if (otherwise === undefined) throw new StateError(errorNames.noChoice, `No Condition of state '${at.frame.state}' holds and it has no Default: add one.`);
  return leave(at, at.state, at.frame.input, otherwise);
}

async function wait(at: At): Promise<void> {
  const seconds = await wholeNumber(at, 'Seconds', 0);
  const until = seconds === null ? await timestamp(at) : at.turn.now + seconds * 1000;
  if (until <= at.turn.now) return leave(at, at.state, at.frame.input, at.state['Next']);
  const id = idIn(at.id, at.turn.number());
  waitFor(at, { for: 'wait', id });
  at.turn.actions.push({ type: 'timer', id, at: until });
}

async function timestamp(at: At): Promise<number> {
  const given = (await text(at, 'Timestamp')) ?? '';
  // RFC 3339 as ASL has it: upper-case T, and Z or an offset.
  const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;
  const instant = shape.test(given) ? Date.parse(given.replace(/(\.\d{3})\d+/u, '$1')) : NaN;
  if (Number.isNaN(instant)) throw wrongType(at, 'Timestamp', 'a time such as 2026-01-31T02:00:00Z', given);
  return instant;
}

async function task(at: At): Promise<void> {
  const resource = at.state['Resource'];
  if (typeof resource !== 'string') throw new StateError(errorNames.runtime, `Task state '${at.frame.state}' lacks its Resource.`);
  const args = at.state['Arguments'];
  const start = {
    frame: at.id,
    id: idIn(at.id, at.turn.number()),
    resource,
    arguments: args === undefined ? at.frame.input : await evaluate(at, args, 'Arguments'),
    timeoutSeconds: await wholeNumber(at, 'TimeoutSeconds', 1),
    heartbeatSeconds: await wholeNumber(at, 'HeartbeatSeconds', 1),
  };
  waitFor(at, { for: 'task', id: start.id, resource, timer: null });
  at.turn.starts.set(start.id, start);
}

async function parallel(at: At): Promise<void> {
  const { turn, frame } = at;
  const branches = turn.program.regions[frame.region]?.branches.get(frame.state);
  if (branches === undefined) throw new StateError(errorNames.runtime, `Parallel state '${frame.state}' lacks its Branches.`);
  const args = at.state['Arguments'];
  const input: Json = args === undefined ? frame.input : await evaluate(at, args, 'Arguments');
  turn.frameEvent(at.id, 'ParallelStateStarted', null);
  const started = turn.frame(at.id)?.last ?? frame.last;
  const join = String(turn.number());
  waitFor(at, { for: 'branches', join, count: branches.count });
  turn.write(join, branches.count);
  for (let i = 0; i < branches.count; i++) {
    const id = branchFrame(join, i);
    const blank = { state: '', input: null, entered: 0, enteredAt: 0, retries: [], waiting: null };
    turn.putFrame(id, { ...blank, region: branches.first + i, parent: at.id, join, last: started });
    turn.plan({ do: 'enter', frame: id, state: turn.program.regions[branches.first + i]?.startAt ?? '', input });
  }
}

function waitFor(at: At, waiting: Waiting): void {
  const frame = at.turn.frame(at.id);
  if (frame !== undefined) at.turn.putFrame(at.id, { ...frame, waiting });
}
