import type { Finding } from '../author/report.ts';
import type { GlueJobProps } from '../model.ts';
import { DEFAULT_GLUE_VERSION, type JobSettings, type JobType } from '../settings.ts';
import { pointerOf } from '../util/pointer.ts';
import { settingArguments } from './job-arguments.ts';
import { outOfRange } from './setting-values.ts';
import type { Rule } from './rule.ts';

type Defined = Extract<GlueJobProps, { readonly script: string }>;
type Key = keyof JobSettings;

/** One job with what is set on it; `tell` places a finding at a setting. */
export interface JobSubject {
  readonly step: string;
  readonly type: JobType;
  readonly settings: JobSettings;
  readonly args: readonly string[];
  readonly tell: (code: string, key: string, message: string, hint: string) => Finding;
}

/** MR1070 to MR1076: the settings of jobs that the pipeline defines. */
export const jobSettings: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }) => {
    if (step.kind !== 'glueJob' || 'use' in step.with) return [];
    const { type, settings = {}, args } = step.with;
    const tell: JobSubject['tell'] = (code, key, message, hint) => ({ code, pointer: `${pointer}/with/settings${key === '' ? '' : pointerOf(...key.split('/'))}`, message: `step '${step.name}': ${message}`, hint });
    const job: JobSubject = { step: step.name, type, settings, args: Object.keys(args), tell };
    return [...streams(step.name, step.with, step.timeoutSeconds, Object.keys(step.outputs).length > 0, pointer), ...ofOtherTypes(job), ...versions(job), ...workers(job), ...together(job), ...outOfRange(job), ...settingArguments(job)];
  });

const TITLE: Readonly<Record<JobType, string>> = { pythonshell: 'Python shell', etl: 'Spark in Python', scala: 'Spark in Scala', streaming: 'a stream' };
const SPARK: readonly JobType[] = ['etl', 'scala', 'streaming'];
const PYTHON: readonly JobType[] = ['pythonshell', 'etl', 'streaming'];

/** Settings that not every type of job has. */
const ONLY: { readonly [K in Key]?: readonly JobType[] } = {
  workerType: SPARK, workers: SPARK, executionClass: ['etl', 'scala'], bookmark: SPARK, extraJars: SPARK, extraFiles: SPARK, sparkUi: SPARK, metrics: SPARK,
  observabilityMetrics: SPARK, continuousLog: SPARK, autoScaling: SPARK, jobInsights: SPARK, dataCatalog: SPARK,
  maxCapacity: ['pythonshell'], pythonVersion: ['pythonshell'], librarySet: ['pythonshell'],
  extraPyFiles: PYTHON, pythonModules: PYTHON, className: ['scala'], maintenanceWindow: ['streaming'],
};
const INSTEAD: { readonly [K in Key]?: string } = {
  maxCapacity: "Use 'workerType' and 'workers'.", workers: "Use 'maxCapacity': 0.0625 or 1.", workerType: "Use 'maxCapacity': 0.0625 or 1.", pythonVersion: "Remove it: Spark's Python follows from 'glueVersion'.",
};

/** MR1070. */
function ofOtherTypes({ type, settings, tell }: JobSubject): Finding[] {
  return keysOf(settings).flatMap((key) => {
    const types = ONLY[key];
    if (types === undefined || types.includes(type)) return [];
    return [tell('MR1070', key, `${TITLE[type]} has no '${key}'`, INSTEAD[key] ?? `Remove it, or change the job's type: ${types.join(' and ')} ${types.length === 1 ? 'has' : 'have'} it.`)];
  });
}

const ENDED: readonly string[] = ['0.9', '1.0', '2.0'];
const LIVE: readonly string[] = ['3.0', '4.0', '5.0', '5.1', '6.0'];

/** MR1071. */
function versions({ type, settings: { glueVersion }, tell }: JobSubject): Finding[] {
  if (glueVersion === undefined) return [];
  const wrong = (message: string, hint: string): Finding[] => [tell('MR1071', 'glueVersion', message, hint)];
  if (ENDED.includes(glueVersion)) return wrong(`Glue ${glueVersion} reached its end of life`, `Use ${type === 'pythonshell' ? '3.0' : DEFAULT_GLUE_VERSION}.`);
  if (!LIVE.includes(glueVersion)) return wrong(`there is no Glue ${glueVersion}`, `Versions are ${LIVE.join(', ')}.`);
  return type === 'pythonshell' && glueVersion !== '3.0' ? wrong(`Python shell does not run on Glue ${glueVersion}`, "Leave 'glueVersion' out: Python 3.9 is Glue 3.0.") : [];
}

const FLEX_WORKERS: readonly string[] = ['G.1X', 'G.2X'];
const FROM_4: readonly string[] = ['G.12X', 'G.16X', 'R.1X', 'R.2X', 'R.4X', 'R.8X'];

/** MR1072. */
function workers({ type, settings, tell }: JobSubject): Finding[] {
  if (type === 'pythonshell') return [];
  const { workerType, workers: count, executionClass } = settings;
  const wrong = (key: Key, message: string, hint: string): Finding => tell('MR1072', key, message, hint);
  return [
    ...(workerType !== undefined && count === undefined ? [wrong('workerType', "'workerType' needs 'workers'", "Add 'workers', the driver among them.")] : []),
    ...(workerType === undefined && count !== undefined ? [wrong('workers', "'workers' needs 'workerType'", "Add 'workerType', such as 'G.1X'.")] : []),
    ...(workerType === 'G.025X' && type !== 'streaming' ? [wrong('workerType', 'G.025X is for streams only', "Use 'G.1X'.")] : []),
    ...(workerType !== undefined && FROM_4.includes(workerType) && settings.glueVersion === '3.0' ? [wrong('workerType', `${workerType} needs Glue 4.0 or later`, "Raise 'glueVersion', or use 'G.8X' or less.")] : []),
    ...(executionClass === 'FLEX' && workerType !== undefined && !FLEX_WORKERS.includes(workerType) ? [wrong('executionClass', `FLEX has workers of type G.1X and G.2X, not ${workerType}`, "Use one of these, or leave 'executionClass' out.")] : []),
  ];
}

/** MR1073: settings that need each other. */
function together({ type, settings, tell }: JobSubject): Finding[] {
  if (type === 'scala' && settings.className === undefined) return [tell('MR1073', '', 'Scala needs the class to start', "Add settings: { className: 'GlueApp' }, with the name of the object in the script.")];
  return [];
}

/** MR1075: a stream never ends. */
function streams(step: string, { type, waitFor }: Defined, timeoutSeconds: number | null, outputs: boolean, pointer: string): Finding[] {
  const tell = (field: string, message: string, hint: string): Finding => ({ code: 'MR1075', pointer: `${pointer}/${field}`, message: `step '${step}' ${message}`, hint });
  if (type !== 'streaming') return waitFor === undefined ? [] : [tell('with/waitFor', 'is no stream: it is waited for until it ends', "Remove 'waitFor', or make its type streaming.")];
  return [
    ...(waitFor === 'started' ? [] : [tell('with/type', 'is a stream, which never ends, so that the run would never end either', "Add waitFor: 'started': the step has then succeeded once its job run runs.")]),
    ...(outputs ? [tell('outputs', 'is a stream: its step is over before its script could write outputs', "Remove 'outputs'.")] : []),
    ...(timeoutSeconds === null ? [] : [tell('timeoutSeconds', 'is a stream: a timeout would end it', "Remove 'timeout'; 'millrace stop' and Glue's console end a stream.")]),
  ];
}

/** The keys that say something. */
export function keysOf(settings: JobSettings): readonly Key[] {
  // What the schema let through has no other keys.
  return (Object.keys(settings) as Key[]).filter((key) => settings[key] !== undefined);
}
