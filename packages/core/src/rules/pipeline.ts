import { checkDeclarations, resolveParams, type ParamProblem } from '@millrace/params';
import type { Finding } from '../author/report.ts';
import { isTimezone } from '../util/day.ts';
import { pointerOf } from '../util/pointer.ts';
import { parseSchedule } from '../schedule/index.ts';
import { S3_URI } from './setting-values.ts';
import type { Rule } from './rule.ts';

/** MR1060: the zone. */
export const timezone: Rule = ({ pipeline }) =>
  isTimezone(pipeline.timezone) ? [] : [{ code: 'MR1060', pointer: '/timezone', message: `'${pipeline.timezone}' is not a time zone`, hint: "Use an IANA name, such as 'Europe/Madrid' or 'UTC'." }];

/** MR1061: something to run. */
export const notEmpty: Rule = ({ pipeline }) =>
  pipeline.steps.length > 0 ? [] : [{ code: 'MR1061', pointer: '/steps', message: 'the pipeline has no steps', hint: "Add at least one step under 'steps'." }];

/** MR2xxx: declarations of parameters, at the declaration. */
export const params: Rule = ({ pipeline }) => checkDeclarations(pipeline.params).map((problem) => placed(problem, pointerOf('params', problem.name)));

/** What EventBridge Scheduler replaces in what it hands over, wherever it stands. Source: EventBridge Scheduler user guide, "Context attributes". */
const SCHEDULER_KEYWORD = '<aws.scheduler.';

/** MR1062, MR1065, and MR2xxx for the values that a schedule gives. Values that it leaves out may come from the environment. */
export const starts: Rule = ({ pipeline }) =>
  pipeline.starts.flatMap((start, index): Finding[] => {
    const pointer = `/starts/${index}`;
    if ('s3' in start) return S3_URI.test(start.s3) ? [] : [{ code: 'MR1063', pointer: `${pointer}/s3`, message: `a start names '${start.s3}', which is not an S3 URI`, hint: "Write 's3://bucket/prefix/'." }];
    const { fault: wrong } = parseSchedule(start.schedule);
    const values = resolveParams(pipeline.params, [{ name: 'schedule', values: start.params }], null).problems.filter(({ name }) => Object.hasOwn(start.params, name));
    return [
      ...(wrong === null ? [] : [{ code: 'MR1062', pointer: `${pointer}/schedule`, message: `the schedule '${start.schedule}' ${wrong.message}`, hint: wrong.hint }]),
      ...values.map((problem) => placed(problem, `${pointer}${pointerOf('params', problem.name)}`)),
      ...Object.entries(start.params).filter(([, value]) => String(value).includes(SCHEDULER_KEYWORD)).map(([name]): Finding => ({
        code: 'MR1065', pointer: `${pointer}${pointerOf('params', name)}`, message: `the schedule's value of '${name}' holds '${SCHEDULER_KEYWORD}', which EventBridge Scheduler would replace`, hint: "Use another text; the day of a run is `run.date`, its id `run.id`.",
      })),
    ];
  });

function placed({ code, message, hint }: ParamProblem, pointer: string): Finding {
  return { code, message, hint, pointer };
}
