// What an execution keeps in memory beside its history: `node --expose-gc memory.ts LANGUAGE EVENTS`. Prints JSON.
import { createEngine, run, type Advance, type Ended, type HistoryEvent, type Json, type Message } from '../../packages/asl/src/index.ts';

const [language = 'JSONPath', wanted = '100000'] = process.argv.slice(2);
const events = Number(wanted);

/** Rounds of Wait, Pass and Choice: six events each, of which the history is all that may grow. */
function machine(rounds: number): Json {
  const states = language === 'JSONPath'
    ? {
        Rest: { Type: 'Wait', Seconds: 1, Next: 'Add' },
        Add: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'More' },
        More: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: rounds, Next: 'Rest' }], Default: 'Done' },
      }
    : {
        Rest: { Type: 'Wait', Seconds: 1, Next: 'Add' },
        Add: { Type: 'Pass', Assign: { seen: '{% $states.input.n %}' }, Output: { n: '{% $sum([$states.input.n, 1]) %}' }, Next: 'More' },
        More: { Type: 'Choice', Choices: [{ Condition: `{% $states.input.n < ${rounds} %}`, Next: 'Rest' }], Default: 'Done' },
      };
  return { ...(language === 'JSONPath' ? {} : { QueryLanguage: 'JSONata' }), StartAt: 'Rest', States: { ...states, Done: { Type: 'Succeed' } } };
}
const perRound = 6;
const rounds = Math.ceil(events / perRound);

function heap(): number {
  if (globalThis.gc === undefined) throw new Error('Start this with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Bytes an event that the engine and the state of an execution grow by while it goes on, when its events are written away as they come. */
async function beside(): Promise<number> {
  const engine = createEngine({ random: () => 0.5, maxEvents: Infinity });
  const definition = machine(rounds);
  let [seen, now] = [0, 0];
  const marks: { readonly seen: number; readonly bytes: number }[] = [];
  const due: { id: string; at: number }[] = [];
  const note = ({ state, actions, events: come }: Advance): Advance['state'] => {
    seen += come.length;
    for (const action of actions) if (action.type === 'timer') due.push({ id: action.id, at: action.at });
    return state;
  };
  let state = note(await engine.start({ definition, input: { n: 0 }, context: {}, now }));
  // From a quarter of the way on everything is warm.
  for (let timer = due.shift(); timer !== undefined; timer = due.shift()) {
    now = timer.at;
    const messages: readonly Message[] = [{ type: 'timer', id: timer.id }];
    state = note(await engine.deliver(definition, state, messages, now));
    if (marks.length < 4 && seen >= ((marks.length + 1) * events) / 4 - perRound) marks.push({ seen, bytes: heap() });
  }
  const [first, last] = [marks.at(0), marks.at(-1)];
  if (first === undefined || last === undefined || last.seen <= first.seen) throw new Error(`only ${seen} events came`);
  return (last.bytes - first.bytes) / (last.seen - first.seen);
}

/** In an object of the module, so that nothing is freed while it is weighed. */
const kept: { end: Ended | null; history: readonly HistoryEvent[] } = { end: null, history: [] };

/** A function of its own: what it awaited is held by nothing else when it has ended. */
async function keep(): Promise<void> {
  kept.end = await run(machine(rounds), { n: 0 }, { maxEvents: Infinity });
}

/** Bytes an event of a whole execution as `run` gives it, and of its history alone. */
async function whole(): Promise<{ readonly all: number; readonly history: number; readonly events: number }> {
  const before = heap();
  await keep();
  const held = heap();
  kept.history = kept.end?.events ?? [];
  kept.end = null;
  const alone = heap();
  const { length } = kept.history;
  kept.history = [];
  return { all: (held - before) / length, history: (alone - heap()) / length, events: length };
}

const growth = await beside();
process.stdout.write(JSON.stringify({ beside: growth, ...(await whole()) }));
