import type { Json, Message } from '../engine-types.ts';
import { member, textOf } from '../json.ts';
import { errorNames, StateError, type Failure } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import { flowOf } from './flow.ts';
import { idIn, type Frame, type TaskWait } from './frames.ts';
import { eventPrefix, hasToken, integrationOf, kindOf, reason, waitsForToken, withText } from './history.ts';
import { isLonger, tooLong } from './leave.ts';
import type { At, Limits } from './scope.ts';
import { tokenOf } from './token.ts';
import type { Start, Turn } from './turn.ts';
import { seconds } from './values.ts';

/** Evaluates what the task needs. It starts at the end of the instant, if its branch still waits for it then. */
export function scheduleTask(at: At): Eventually<void> {
  const resource = at.state.json['Resource'];
  if (typeof resource !== 'string') throw new StateError(errorNames.runtime, `Task state '${at.state.name}' lacks its Resource.`);
  const id = idIn(at.id, at.turn.number());
  const extra = { task: id };
  return after(flowOf(at).work(at, extra), (given) =>
    after(seconds(at, 'TimeoutSeconds', 1, extra), (timeoutSeconds) =>
      after(seconds(at, 'HeartbeatSeconds', 1, extra), (heartbeatSeconds) =>
        after(flowOf(at).payload(at, 'Credentials'), (credentials) => {
          const started = kindOf(resource) !== 'activity';
          at.frame.waiting = { for: 'task', id, resource, timer: null, beat: null, timeoutSeconds, heartbeatSeconds, started };
          const text = at.turn.textOf(given);
          if (isLonger(text, at.limits.maxBytes)) throw tooLong(at.state.name);
          const token = hasToken(resource) ? tokenOf(at.turn.context(), id) : null;
          at.turn.starts.set(id, { frame: at.id, id, resource, arguments: given, text, timeoutSeconds, heartbeatSeconds, credentials, token });
        }))));
}

/** Writes that the task is scheduled and, but for an activity, started; hands it to the host. */
export function begin(turn: Turn, start: Start): void {
  const frame = turn.frame(start.frame);
  if (frame?.waiting?.for !== 'task' || frame.waiting.id !== start.id) return;
  const kind = kindOf(start.resource);
  const names = integrationOf(start.resource);
  const limits = {
    ...(start.timeoutSeconds === null ? {} : { timeoutInSeconds: start.timeoutSeconds }),
    ...(start.heartbeatSeconds === null ? {} : { heartbeatInSeconds: start.heartbeatSeconds }),
    ...(start.credentials === null || kind === 'activity' ? {} : { taskCredentials: { roleArn: textOf(member(start.credentials, 'RoleArn')) } }),
  };
  const details = kind === 'service' ? { ...names, region: regionIn(turn), parameters: start.text, ...limits } : { resource: start.resource, ...withText('input', start.text), ...limits };
  turn.tell(frame, `${eventPrefix[kind]}Scheduled`, details);
  if (kind !== 'activity') {
    turn.tell(frame, `${eventPrefix[kind]}Started`, kind === 'service' ? { ...names } : null);
    arm(turn, start.frame, frame, frame.waiting);
  }
  turn.actions.push({
    type: 'task', id: start.id, state: frame.state, resource: start.resource, arguments: start.arguments, token: start.token,
    timeoutSeconds: start.timeoutSeconds, heartbeatSeconds: start.heartbeatSeconds, credentials: start.credentials,
  });
}

/** Sets the timers of a task that has started. */
function arm(turn: Turn, id: string, frame: Frame, waiting: TaskWait): void {
  const timer = waiting.timeoutSeconds === null ? null : setTimer(turn, id, waiting.timeoutSeconds);
  // Nothing but a token or a worker can beat. Source: Step Functions developer guide, "Task workflow state", HeartbeatSeconds.
  const beat = waiting.heartbeatSeconds !== null && waitsForToken(waiting.resource) ? setTimer(turn, id, waiting.heartbeatSeconds) : null;
  frame.waiting = { ...waiting, timer, beat, started: true };
}

function setTimer(turn: Turn, frame: string, after: number): string {
  const id = idIn(frame, turn.number());
  turn.actions.push({ type: 'timer', id, at: turn.now + after * 1000 });
  return id;
}

export function disarm(turn: Turn, { timer, beat }: TaskWait): void {
  for (const id of [timer, beat]) if (id !== null) turn.actions.push({ type: 'cancelTimer', id });
}

function regionIn(turn: Turn): string {
  return textOf(member(turn.context()['Execution'], 'Id')).split(':')[3] ?? '';
}

export type TaskMessage = Exclude<Message, { readonly type: 'timer' | 'abort' }>;

/** A message for the task that the frame waits for. */
export function hear(turn: Turn, id: string, frame: Frame, waiting: TaskWait, message: TaskMessage, limits: Limits): void {
  switch (message.type) {
    case 'taskStarted':
      if (waiting.started) return;
      turn.tell(frame, `${eventPrefix[kindOf(waiting.resource)]}Started`, message.worker === undefined ? {} : { workerName: message.worker });
      return arm(turn, id, frame, waiting);
    case 'taskSubmitted':
      return submitted(turn, frame, waiting, message.output, limits);
    case 'heartbeat':
      if (waiting.beat === null || waiting.heartbeatSeconds === null) return;
      turn.actions.push({ type: 'cancelTimer', id: waiting.beat });
      frame.waiting = { ...waiting, beat: setTimer(turn, id, waiting.heartbeatSeconds) };
      return;
    case 'taskFailed':
      disarm(turn, waiting);
      return failed(turn, id, frame, waiting, { error: message.error, cause: message.cause });
    case 'taskSucceeded':
      disarm(turn, waiting);
      return succeeded(turn, id, frame, waiting, message.output, limits);
  }
}

/** The answer of the call goes no further than the history: one that no history takes is left out. */
function submitted(turn: Turn, frame: Frame, { resource }: TaskWait, output: Json, limits: Limits): void {
  const text = shortText(turn, output, limits);
  turn.tell(frame, 'TaskSubmitted', { ...integrationOf(resource), ...(text === null ? { outputDetails: { truncated: true } } : withText('output', text)) });
}

function shortText(turn: Turn, output: Json, limits: Limits): string | null {
  try {
    const text = turn.textOf(output);
    return isLonger(text, limits.maxBytes) ? null : text;
  } catch (error) {
    if (error instanceof StateError) return null;
    throw error;
  }
}

function succeeded(turn: Turn, id: string, frame: Frame, { resource }: TaskWait, output: Json, limits: Limits): void {
  const kind = kindOf(resource);
  const names = kind === 'service' ? integrationOf(resource) : {};
  let text: string;
  try {
    text = turn.textOf(output);
    if (isLonger(text, limits.maxBytes)) throw tooLong(kind === 'service' ? integrationOf(resource).resourceType : resource);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return failed(turn, id, frame, { resource }, { error: error.name, cause: error.message });
  }
  frame.waiting = null;
  turn.tell(frame, `${eventPrefix[kind]}Succeeded`, { ...names, ...withText('output', text) });
  turn.plan({ do: 'result', frame: id, result: output });
}

function failed(turn: Turn, id: string, frame: Frame, { resource }: Pick<TaskWait, 'resource'>, failure: Failure): void {
  const kind = kindOf(resource);
  frame.waiting = null;
  turn.tell(frame, `${eventPrefix[kind]}Failed`, { ...(kind === 'service' ? integrationOf(resource) : {}), ...reason(failure) });
  turn.plan({ do: 'fail', frame: id, join: null, failure });
}

/** A timer of the task has fired: its own, or that of its heartbeat. */
export function timedOut(turn: Turn, id: string, frame: Frame, waiting: TaskWait, timer: string): void {
  if (timer !== waiting.timer && timer !== waiting.beat) return;
  const kind = kindOf(waiting.resource);
  const other = timer === waiting.timer ? waiting.beat : waiting.timer;
  if (other !== null) turn.actions.push({ type: 'cancelTimer', id: other });
  frame.waiting = null;
  turn.actions.push({ type: 'cancelTask', id: waiting.id });
  turn.tell(frame, `${eventPrefix[kind]}TimedOut`, { ...(kind === 'service' ? integrationOf(waiting.resource) : {}), error: errorNames.timeout });
  const failure = { error: errorNames.timeout, cause: '' };
  turn.plan({ do: 'fail', frame: id, join: null, failure: timer === waiting.beat ? { ...failure, also: errorNames.heartbeatTimeout } : failure });
}
