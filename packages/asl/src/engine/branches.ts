import type { Json } from '../engine-types.ts';
import { isArray, isObject, member, textOf } from '../json.ts';
import { errorNames, StateError } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import { wrongResult } from './flow-jsonata.ts';
import { flowOf, type Field } from './flow.ts';
import { blankFrame, branchFrame, itemsKey, type Frame, type MapRun } from './frames.ts';
import { itemAt, type At } from './scope.ts';
import type { Turn } from './turn.ts';
import { amount } from './values.ts';

/** Source: Step Functions developer guide, "Map state processing modes": an inline Map runs at most 40 items at once, a distributed one 10,000. */
const widest = { inline: 40, distributed: 10_000 };

export function startParallel(at: At): Eventually<void> {
  return after(flowOf(at).work(at, {}), (input) => {
    const { turn, frame, state } = at;
    const text = turn.textOf(input);
    turn.tell(frame, 'ParallelStateStarted', null);
    const first = state.inner?.first ?? 0;
    const count = state.inner?.count ?? 0;
    const join = String(turn.number());
    frame.waiting = { for: 'branches', join, count, map: null };
    turn.putJoin(join, { left: count, next: count, failed: 0 });
    for (let index = 0; index < count; index++) {
      const startAt = turn.program.regions[first + index]?.startAt ?? '';
      const id = branchFrame(join, index);
      turn.put(id, blankFrame({ region: first + index, parent: at.id, join, index, state: startAt, input, last: frame.last }));
      turn.plan({ do: 'enter', frame: id, state: startAt, input, text });
    }
    if (count === 0) turn.plan({ do: 'result', frame: at.id, result: [] });
  });
}

export function startItems(at: At): Eventually<void> {
  return after(flowOf(at).items(at), (field) => {
    const { items, keyed } = itemsIn(at, field);
    return after(amount(at, 'MaxConcurrency', 'integer', [0, Infinity]), (concurrency) => {
      at.turn.tell(at.frame, 'MapStateStarted', { length: items.length });
      return after(tolerance(at), (tolerated) => {
        const most = at.state.distributed ? widest.distributed : widest.inline;
        const width = Math.min(concurrency === null || concurrency === 0 ? most : concurrency, most);
        begin(at, items, { width, ...tolerated, ...(keyed ? { keyed: true } : {}) });
      });
    });
  });
}

/**
 * Of an object each key-value pair is an item. Source: Step Functions developer guide, "ItemsPath". Executions on AWS refused objects in
 * JSONata, in an inline Map: that has stayed.
 */
function itemsIn(at: At, field: Field): { readonly items: readonly Json[]; readonly keyed: boolean } {
  if (isArray(field.value)) return { items: field.value, keyed: false };
  const takesObjects = at.state.distributed || at.state.language === 'JSONPath';
  if (takesObjects && isObject(field.value)) return { items: Object.entries(field.value).map(([Key, Value]) => ({ Key, Value })), keyed: true };
  if (at.state.language === 'JSONata') {
    if (field.source !== null) throw wrongResult(field, 'Items', 'array');
    throw new StateError(errorNames.query, `Map state input must be an array but was: ${JSON.stringify(field.value)}`);
  }
  const from = field.source === null ? 'The Map state input' : `The ItemsPath '${field.source}'`;
  throw new StateError(errorNames.runtime, `${from} must lead to an array but was: ${JSON.stringify(field.value)}`);
}

function tolerance(at: At): Eventually<Pick<MapRun, 'toleratedCount' | 'toleratedPercentage'>> {
  return after(amount(at, 'ToleratedFailureCount', 'integer', [0, Infinity]), (toleratedCount) =>
    after(amount(at, 'ToleratedFailurePercentage', 'float', [0, 100]), (toleratedPercentage) => ({ toleratedCount, toleratedPercentage })));
}

function begin(at: At, items: readonly Json[], map: MapRun): void {
  const { turn, frame } = at;
  if (at.state.distributed) turn.tell(frame, 'MapRunStarted', { mapRunArn: mapRunArn(turn, at.state.name) });
  const join = String(turn.number());
  const next = Math.min(map.width, items.length);
  frame.waiting = { for: 'branches', join, count: items.length, map };
  turn.putJoin(join, { left: items.length, next, failed: 0 });
  turn.write(itemsKey(join), items);
  for (let index = 0; index < next; index++) turn.plan({ do: 'item', frame: at.id, join, index, after: frame.last });
  if (items.length === 0) finishBranches(turn, at.id, frame, frame.last);
}

function mapRunArn(turn: Turn, name: string): string {
  const id = textOf(member(turn.context()['Execution'], 'Id'));
  return `${id.replace(':execution:', ':mapRun:').replace(/:[^:]*$/u, '')}/${name}:${turn.number()}`;
}

/** One more item goes to the processor. */
export function startItem(at: At, join: string, index: number, previous: number): Eventually<void> {
  const { turn, frame: around, state } = at;
  const keyed = around.waiting?.for === 'branches' && around.waiting.map?.keyed === true;
  return after(flowOf(at).item(at, { item: itemAt(turn.read(itemsKey(join)), index, keyed) }), (input) => {
    const text = turn.textOf(input);
    const region = state.inner?.first ?? 0;
    const startAt = turn.program.regions[region]?.startAt ?? '';
    const id = branchFrame(join, index);
    const frame = turn.put(id, blankFrame({ region, parent: at.id, join, index, state: startAt, input, last: previous }));
    turn.tell(frame, 'MapIterationStarted', { name: state.name, index });
    turn.plan({ do: 'enter', frame: id, state: startAt, input, text });
  });
}

/** A branch or an item has ended, well or within what is tolerated: the next item starts, or the whole state has its result. */
export function endBranch(turn: Turn, frame: Readonly<Frame>, failed: boolean, told: number): void {
  if (frame.parent === null || frame.join === null) return;
  const parent = turn.peek(frame.parent);
  if (parent?.waiting?.for !== 'branches' || parent.waiting.join !== frame.join) return;
  const join = turn.join(frame.join);
  const more = join.next < parent.waiting.count;
  const left = join.left - 1;
  turn.putJoin(frame.join, { left, next: join.next + (more ? 1 : 0), failed: join.failed + (failed ? 1 : 0) });
  if (more) turn.plan({ do: 'item', frame: frame.parent, join: frame.join, index: join.next, after: frame.last });
  if (left > 0) return;
  const owner = turn.frame(frame.parent);
  if (owner !== undefined) finishBranches(turn, frame.parent, owner, told);
}

/** All have ended. `told`: the event that the end points to. */
function finishBranches(turn: Turn, id: string, frame: Frame, told: number): void {
  if (frame.waiting?.for !== 'branches') return;
  const { join, count, map } = frame.waiting;
  const outputs = collect(turn, join, count);
  frame.waiting = null;
  if (turn.stateOf(frame)?.distributed === true) turn.tell(frame, 'MapRunSucceeded', null);
  else frame.last = told;
  turn.aside(frame, map === null ? 'ParallelStateSucceeded' : 'MapStateSucceeded', null);
  turn.plan({ do: 'result', frame: id, result: outputs });
}

function collect(turn: Turn, join: string, count: number): readonly Json[] {
  const outputs: Json[] = [];
  for (let i = 0; i < count; i++) {
    const waiting = turn.peek(branchFrame(join, i))?.waiting;
    if (waiting?.for === 'join') outputs.push(waiting.output);
    turn.remove(branchFrame(join, i));
  }
  turn.remove(join);
  turn.remove(itemsKey(join));
  return outputs;
}
