import { DEFAULT_GLUE_VERSION, SETTING_ARGUMENTS, type JobSettings, type JobType, type Prop } from '@millrace/core';
import { argumentOwner } from '@millrace/params';
import { PYTHON_SHELL, SPARK } from '../constants.ts';
import type { DefinedJob } from './defines.ts';

type Props = Readonly<Record<string, Prop>>;
type Texts = Readonly<Record<string, string>>;

/** Can the job start through the bootstrap, which is Python? Scala cannot: what starts it must pass it its arguments. */
export function takesBootstrap(step: DefinedJob): boolean {
  return step.with.type !== 'scala';
}

const COMMAND: Readonly<Record<JobType, Texts>> = {
  pythonshell: { Name: 'pythonshell', PythonVersion: PYTHON_SHELL.pythonVersion },
  etl: { Name: 'glueetl', PythonVersion: '3' },
  scala: { Name: 'glueetl' },
  streaming: { Name: 'gluestreaming', PythonVersion: '3' },
};

/** `Command` of the job that runs a script. */
export const commandOf = (type: JobType, script: string): Props => ({ ...COMMAND[type], ScriptLocation: script });

/** Version and size of the job. */
export function sizeOf(type: JobType, settings: JobSettings): Props {
  if (type === 'pythonshell') return { GlueVersion: PYTHON_SHELL.glueVersion, MaxCapacity: settings.maxCapacity ?? PYTHON_SHELL.maxCapacity };
  return { GlueVersion: settings.glueVersion ?? DEFAULT_GLUE_VERSION, WorkerType: settings.workerType ?? SPARK.workerType, NumberOfWorkers: settings.workers ?? SPARK.workers };
}

/** Settings that are members of the job of their own. Left out is what the author left out, and what says Glue's default: Glue does not answer it. */
export function membersOf(settings: JobSettings): Props {
  const { connections, notifyAfterMinutes, nonOverridableArguments } = settings;
  return given({
    Description: settings.description,
    ExecutionClass: settings.executionClass === 'FLEX' ? 'FLEX' : undefined,
    Connections: connections === undefined ? undefined : { Connections: connections },
    JobRunQueuingEnabled: settings.queueing === true ? true : undefined,
    SecurityConfiguration: settings.securityConfiguration,
    NonOverridableArguments: nonOverridableArguments === undefined ? undefined : dashed(nonOverridableArguments),
    NotificationProperty: notifyAfterMinutes === undefined ? undefined : { NotifyDelayAfter: notifyAfterMinutes },
    MaintenanceWindow: settings.maintenanceWindow,
    LogUri: settings.logUri,
  });
}

/**
 * Special arguments of Glue that settings stand for, and the author's own default arguments, keys with their leading dashes.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
 */
export function settingArguments(type: JobType, settings: JobSettings): Texts {
  const { extraPyFiles, extraJars, extraFiles, pythonModules, librarySet, tempDir, className, bookmark, sparkUi, metrics } = settings;
  const list = (items: readonly string[] | undefined): string | undefined => (items === undefined || items.length === 0 ? undefined : items.join(','));
  const flag = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value));
  const texts = given({
    [`--${SETTING_ARGUMENTS.extraPyFiles}`]: list(extraPyFiles),
    [`--${SETTING_ARGUMENTS.extraJars}`]: list(extraJars),
    [`--${SETTING_ARGUMENTS.extraFiles}`]: list(extraFiles),
    [`--${SETTING_ARGUMENTS.pythonModules}`]: list(pythonModules),
    // The one argument that Glue reads without dashes.
    [SETTING_ARGUMENTS.librarySet]: librarySet,
    [`--${SETTING_ARGUMENTS.tempDir}`]: tempDir,
    '--job-language': type === 'scala' ? 'scala' : undefined,
    [`--${SETTING_ARGUMENTS.className}`]: className,
    [`--${SETTING_ARGUMENTS.bookmark}`]: bookmark === undefined ? undefined : `job-bookmark-${bookmark}`,
    '--enable-spark-ui': sparkUi === undefined ? undefined : 'true',
    [`--${SETTING_ARGUMENTS.sparkUi}`]: sparkUi,
    // Glue takes any value of this one, 'false' too, for yes.
    [`--${SETTING_ARGUMENTS.metrics}`]: metrics === true ? 'true' : undefined,
    [`--${SETTING_ARGUMENTS.observabilityMetrics}`]: flag(settings.observabilityMetrics),
    [`--${SETTING_ARGUMENTS.continuousLog}`]: flag(settings.continuousLog),
    [`--${SETTING_ARGUMENTS.autoScaling}`]: flag(settings.autoScaling),
    [`--${SETTING_ARGUMENTS.jobInsights}`]: flag(settings.jobInsights),
    [`--${SETTING_ARGUMENTS.dataCatalog}`]: flag(settings.dataCatalog),
  });
  return { ...texts, ...dashed(settings.defaultArguments ?? {}) };
}

/** What the script itself is given by settings: the bootstrap, which builds its arguments, must know of them. Settings of the job are Glue's to read. */
export function settingScriptArguments(step: DefinedJob): Texts {
  const { defaultArguments, nonOverridableArguments } = step.with.settings ?? {};
  return Object.fromEntries(Object.entries({ ...defaultArguments, ...nonOverridableArguments }).filter(([name]) => argumentOwner(name) === null));
}

const dashed = (texts: Texts): Texts => Object.fromEntries(Object.entries(texts).map(([name, value]) => [`--${name}`, value]));

/** Without the members that are undefined. */
export function given<T>(members: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
