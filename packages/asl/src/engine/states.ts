import { isArray } from '../json.ts';
import { errorNames, StateError } from './errors.ts';
import { after, type Eventually } from './eventually.ts';
import { startItems, startParallel } from './branches.ts';
import { flowOf } from './flow.ts';
import { idIn } from './frames.ts';
import { leave } from './leave.ts';
import type { At } from './scope.ts';
import { scheduleTask } from './task.ts';
import { instant, seconds, text } from './values.ts';

/** What each state type does when a branch enters it, and again at each retry. */
export const onEnter: ReadonlyMap<string, (at: At) => Eventually<void>> = new Map([
  ['Pass', pass],
  ['Succeed', (at: At) => leave(at, at.state.json, undefined)],
  ['Fail', fail],
  ['Choice', choice],
  ['Wait', wait],
  ['Task', scheduleTask],
  ['Parallel', startParallel],
  ['Map', startItems],
]);

function pass(at: At): Eventually<void> {
  const { json, language } = at.state;
  if (language === 'JSONata') return leave(at, json, json['Next']);
  const fixed = json['Result'];
  if (fixed !== undefined) return leave(at, json, json['Next'], { result: fixed });
  return after(flowOf(at).work(at, {}), (result) => leave(at, json, json['Next'], { result }));
}

function fail(at: At): Eventually<void> {
  return after(text(at, 'Error'), (error) =>
    after(text(at, 'Cause'), (cause) => {
      at.turn.plan({ do: 'fail', frame: at.id, join: null, failure: { error: error ?? '', cause: cause ?? '' } });
    }));
}

function choice(at: At): Eventually<void> {
  return after(flowOf(at).choose(at), (rule) => {
    const { name, json } = at.state;
    if (rule !== null) {
      at.onWay({ state: name, took: 'rule', index: isArray(json['Choices']) ? json['Choices'].indexOf(rule) : 0 });
      return leave(at, rule, rule['Next']);
    }
    const otherwise = json['Default'];
    if (otherwise === undefined) throw new StateError(errorNames.noChoice, 'No choice rule holds, and the state has no Default.');
    at.onWay({ state: name, took: 'default' });
    return leave(at, at.state.json, otherwise);
  });
}

function wait(at: At): Eventually<void> {
  return after(seconds(at, 'Seconds', 0), (given) =>
    after(given === null ? instant(at) : at.turn.now + given * 1000, (until) => {
      if (until <= at.turn.now) return waited(at);
      const id = idIn(at.id, at.turn.number());
      at.frame.waiting = { for: 'wait', id };
      at.turn.actions.push({ type: 'timer', id, at: until });
      return undefined;
    }));
}

/** The wait is over. */
export function waited(at: At): Eventually<void> {
  return leave(at, at.state.json, at.state.json['Next']);
}
