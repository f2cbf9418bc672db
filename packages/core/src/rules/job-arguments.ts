import { argumentOwner, checkNames, secretIn } from '@millrace/params';
import type { Finding } from '../author/report.ts';
import { DEFAULT_GLUE_VERSION, SETTING_ARGUMENTS } from '../settings.ts';
import type { JobSubject } from './job-settings.ts';

const MAPS = ['defaultArguments', 'nonOverridableArguments'] as const;
const ARGUMENT = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
// Special arguments that more than one setting, or none but the type of the job, says.
const SAID: ReadonlyMap<string, string> = new Map([
  ...Object.entries(SETTING_ARGUMENTS).map(([setting, argument]) => [argument as string, `'${setting}'`] as const),
  ['enable-spark-ui', "'sparkUi'"], ['job-language', "the job's type"], ['scriptLocation', "'script'"],
]);

/** MR1076: names and values among the arguments of a job that are set besides those of the step. */
export function settingArguments(job: JobSubject): Finding[] {
  const { settings, tell } = job;
  const both = Object.keys(settings.nonOverridableArguments ?? {}).filter((name) => Object.hasOwn(settings.defaultArguments ?? {}, name));
  return [
    ...MAPS.flatMap((map) => Object.entries(settings[map] ?? {}).flatMap(([name, value]) => oneArgument(job, `${map}/${name}`, map, name, value))),
    ...both.map((name) => tell('MR1076', `defaultArguments/${name}`, `argument '${name}' is both a default and not overridable`, 'Keep one of them.')),
  ];
}

function oneArgument(job: JobSubject, key: string, map: string, name: string, value: string): Finding[] {
  const wrong = (message: string, hint: string): Finding[] => [job.tell('MR1076', key, `'${map}' ${message}`, hint)];
  if (name.startsWith('-')) return wrong(`has '${name}' with its dashes`, `Leave out the dashes: '${name.replace(/^-+/, '')}'.`);
  if (!ARGUMENT.test(name)) return wrong(`has the name '${name}'`, 'Use a letter, then up to 63 letters, digits, underscores or hyphens.');
  const setting = SAID.get(name);
  if (setting !== undefined) return wrong(`has '${name}', which ${setting} says already`, `Use ${setting}.`);
  const owner = argumentOwner(name);
  if (owner === 'Glue' || owner === 'Millrace') return wrong(`has '${name}', which belongs to ${owner}`, 'Remove it.');
  if (secretIn(value) !== null) return [job.tell('MR2014', key, `the value of '${name}' in '${map}' looks like a secret, and arguments are logged`, "Give the name of a secret in Secrets Manager as an argument of the step: {secret: name}.")];
  if (owner === 'setting') return [];
  if (job.args.includes(name)) return wrong(`has '${name}', which is an argument of the step too`, 'Keep one of them.');
  const at = { glueVersion: job.type !== 'pythonshell' && (job.settings.glueVersion ?? DEFAULT_GLUE_VERSION) === '6.0' ? '6.0' : '5.1' } as const;
  return checkNames({ [name]: value }, at).filter(({ code }) => code === 'MR2007').map(({ code, message, hint }) => job.tell(code, key, message, hint));
}
