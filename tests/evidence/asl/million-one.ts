// Runs executions of 20,000 events until there are so many events: `node --expose-gc million-one.ts EVENTS`. Prints JSON.
import { run, type Json } from '@millrace/asl';

const [wanted = '1000000'] = process.argv.slice(2);
const events = Number(wanted);
/** Events of one round: Wait, Map with two items, Choice. The variable, the items and the expressions are all made anew in each. */
const each = 20_000;

const jsonPath = {
  StartAt: 'Rest',
  States: {
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Each' },
    Each: { Type: 'Map', ItemsPath: '$.list', ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } }, ResultPath: '$.list', Next: 'Add' },
    Add: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)', 'list.$': '$.list' }, Next: 'More' },
    More: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericLessThan: 0, Next: 'Rest' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  },
};
const jsonata = {
  QueryLanguage: 'JSONata', StartAt: 'Rest',
  States: {
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Call' },
    Call: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Arguments: { n: '{% $states.input.n %}' }, Assign: { seen: '{% $states.result.n %}' }, Output: { n: '{% $sum([$states.input.n, 1]) %}', list: '{% $map($states.input.list, function($v) { $v }) %}' }, Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 3 }], Next: 'Each' },
    Each: { Type: 'Map', Items: '{% $states.input.list %}', ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } }, Output: { n: '{% $states.input.n %}', list: '{% $states.result %}' }, Next: 'More' },
    More: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n < 0 %}', Next: 'Rest' }], Default: 'Done' },
    Done: { Type: 'Succeed' },
  },
};
const input = { n: 0, list: [{ a: 1 }, { a: 2 }] };

/** The same with as many rounds as make 20,000 events: the limit is the rule of the Choice state. */
const sized = async (definition: Json): Promise<Json> => {
  const round = (await run(definition, input)).events.length;
  return JSON.parse(JSON.stringify(definition).replace('"NumericLessThan":0', `"NumericLessThan":${Math.floor(each / round)}`).replace('n < 0', `n < ${Math.floor(each / round)}`)) as Json; // a definition again
};
const machines = [await sized(jsonPath), await sized(jsonata)];

let [seen, executions] = [0, 0];
const heaps: number[] = [];
while (seen < events) {
  const { status, cause, events: history } = await run(machines[executions % machines.length] ?? null, input, { tasks: ({ attempt }) => (attempt % 5 === 4 ? { error: 'Busy' } : { output: { n: attempt } }) });
  if (status !== 'SUCCEEDED') throw new Error(cause ?? status);
  seen += history.length;
  executions += 1;
  if (seen < ((heaps.length + 1) * events) / 10) continue;
  if (globalThis.gc === undefined) throw new Error('Start this with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  heaps.push(process.memoryUsage().heapUsed);
}
process.stdout.write(JSON.stringify({ events: seen, executions, heaps }));
