import type { Json } from '../engine-types.ts';
import { branchOf, machineOf, task } from '../testing.ts';

const glue = 'arn:aws:states:::glue:startJobRun.sync';
const invoke = 'arn:aws:states:::lambda:invoke';
const choice = (states: { readonly [key: string]: Json }) => ({ Type: 'Choice', ...states });

/** Machines that pictures are looked at with. */
export const machines = {
  chain: machineOf({
    Extract: task({ Resource: glue, Next: 'Clean rows' }),
    'Clean rows': task({ Resource: glue, Retry: [{ ErrorEquals: ['Busy'] }], Next: 'Pause' }),
    Pause: { Type: 'Wait', Seconds: 90, Next: 'Load' },
    Load: task({ Resource: 'arn:aws:lambda:us-east-1:123456789012:function:load', Next: 'Done' }),
    Done: { Type: 'Succeed' },
  }),
  loop: machineOf({
    'Start crawler': task({ Resource: 'arn:aws:states:::aws-sdk:glue:startCrawler', Next: 'Wait a little' }),
    'Wait a little': { Type: 'Wait', Seconds: 30, Next: 'Get crawler' },
    'Get crawler': task({ Resource: 'arn:aws:states:::aws-sdk:glue:getCrawler', Next: 'Is it ready?' }),
    'Is it ready?': choice({ Choices: [{ Condition: "{% $states.input.Crawler.State = 'RUNNING' %}", Next: 'Wait a little' }, { Condition: "{% $states.input.Crawler.State = 'STOPPING' %}", Next: 'Wait a little' }, { Condition: "{% $states.input.Crawler.LastCrawl.Status = 'FAILED' %}", Next: 'Crawl failed' }], Default: 'Crawled' }),
    Crawled: { Type: 'Succeed' },
    'Crawl failed': { Type: 'Fail', Error: 'CrawlFailed', Cause: 'see its log' },
  }),
  parallel: machineOf({
    Prepare: { Type: 'Pass', Next: 'Everything at once' },
    'Everything at once': {
      Type: 'Parallel',
      Branches: [
        branchOf({ Orders: task({ Resource: glue, Next: 'Check orders' }), 'Check orders': task({ Resource: invoke }) }),
        branchOf({ 'Two more': { Type: 'Parallel', Branches: [branchOf({ Customers: task({ Resource: glue }) }), branchOf({ Products: task({ Resource: glue, Next: 'Prices' }), Prices: task({ Resource: glue }) })], Next: 'Join them' }, 'Join them': task({ Resource: glue }) }),
        branchOf({ Rates: task({ Resource: 'arn:aws:states:::http:invoke' }) }),
      ],
      Retry: [{ ErrorEquals: ['States.ALL'] }],
      Next: 'Publish',
    },
    Publish: task({ Resource: 'arn:aws:states:::sns:publish' }),
  }),
  map: machineOf({
    List: task({ Resource: 'arn:aws:states:::aws-sdk:s3:listObjectsV2', Next: 'Each file' }),
    'Each file': {
      Type: 'Map', Items: '{% $states.input.Contents %}', MaxConcurrency: 5, ToleratedFailureCount: 2,
      ItemProcessor: branchOf({
        'Is it new?': choice({ Choices: [{ Condition: '{% $states.input.Size > 0 %}', Next: 'Convert' }], Default: 'Skip' }),
        Convert: task({ Resource: invoke }),
        Skip: { Type: 'Succeed' },
      }),
      Next: 'Report',
    },
    Report: { Type: 'Pass', End: true },
  }),
  errors: machineOf({
    Reserve: task({ Resource: invoke, Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 5 }], Catch: [{ ErrorEquals: ['SoldOut'], Next: 'Tell customer' }, { ErrorEquals: ['States.ALL'], Next: 'Undo' }], Next: 'Pay' }),
    Pay: task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', HeartbeatSeconds: 60, Catch: [{ ErrorEquals: ['States.Timeout', 'Declined'], Next: 'Undo' }], Next: 'Ship' }),
    Ship: task({ Resource: 'arn:aws:states:us-east-1:123456789012:activity:ship', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo' }], Next: 'Sold' }),
    Sold: { Type: 'Succeed' },
    Undo: task({ Resource: invoke, Next: 'Tell customer' }),
    'Tell customer': task({ Resource: 'arn:aws:states:::sns:publish', Next: 'Not sold' }),
    'Not sold': { Type: 'Fail', Error: 'NotSold' },
  }),
  names: machineOf({
    'A name as long as the language allows one to be, which is eighty letters in all 1': { Type: 'Pass', Next: 'Ein_Zustand_mit_Unterstrichen_und_ohne_jede_andere_Trennung_zwischen_den_Wörtern' },
    Ein_Zustand_mit_Unterstrichen_und_ohne_jede_andere_Trennung_zwischen_den_Wörtern: { Type: 'Pass', Next: '在夜间加载所有客户的订单并检查它们' },
    在夜间加载所有客户的订单并检查它们: choice({ Choices: [{ Condition: '{% $count($states.input.orders[status = "open" and $number(total) > 1000]) > 0 and $states.input.day != "Sunday" %}', Next: '<b>&"\'' }], Default: '__proto__' }),
    '<b>&"\'': { Type: 'Succeed' },
    ['__proto__']: { Type: 'Succeed' },
  }),
  big: big(60),
} satisfies Record<string, Json>;

/** Many states: stages of jobs with checks that go back, catchers to one place, a fan of rules. */
function big(count: number): Json {
  const states: Record<string, { [key: string]: Json }> = {};
  const name = (i: number): string => (i >= count - 2 ? 'Finish' : `Step ${i}`);
  for (let i = 0; i < count - 2; i++) {
    if (i % 12 === 5) states[name(i)] = choice({ Choices: [{ Condition: '{% $states.input.again %}', Next: name(i - 3) }, { Condition: '{% $states.input.skip %}', Next: name(i + 6) }], Default: name(i + 1) });
    else if (i % 15 === 9) states[name(i)] = choice({ Choices: Array.from({ length: 5 }, (_, n) => ({ Condition: `{% $states.input.kind = ${n} %}`, Next: name(i + n + 1) })), Default: name(i + 6) });
    else states[name(i)] = task({ Resource: glue, ...(i % 4 === 0 ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }] } : {}), Next: name(i + 1) });
  }
  return machineOf({ ...states, Finish: { Type: 'Succeed' }, 'Give up': { Type: 'Fail', Error: 'GivenUp' } });
}
