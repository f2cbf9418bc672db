import type { Finding } from '../author/report.ts';
import type { JobSubject } from './job-settings.ts';

export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
export const S3_URI = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/s;
const NAME = /^[^\t\n\v\f\r]{1,255}$/u;
const MOST_TAGS = 50;

/** What is wrong with one value, as a sentence after the key; null when nothing is. */
type Check<T> = (value: T) => readonly [message: string, hint: string] | null;

const s3: Check<string> = (value) => (S3_URI.test(value) ? null : [`is '${value}', which is not an S3 URI`, "Write 's3://bucket/key'."]);
/** Items of a list that becomes one text with commas. */
const s3Item: Check<string> = (value) => s3(value) ?? noComma(value);
const noComma: Check<string> = (value) => (value !== '' && !value.includes(',') ? null : [`has the item '${value}', but Glue reads a list with commas between its items`, 'Write one item for each, without a comma.']);
export const roleArn: Check<string> = (value) => (ROLE_ARN.test(value) ? null : [`is '${value}', which is not the ARN of a role`, "Write 'arn:aws:iam::123456789012:role/name', or leave it out: the environment has one."]);
export const name: Check<string> = (value) => (NAME.test(value) && value.trim() !== '' ? null : ['is not a name', 'Use 1 to 255 characters without line ends.']);
export const description: Check<string> = (value) => (value.length <= 2048 ? null : ['is too long', 'Use at most 2,048 characters.']);
const least = (bound: number): Check<number> => (value) => (value >= bound ? null : [`is ${value}`, `The least is ${bound}.`]);

/** MR1074 of tags. Keys of AWS and of Millrace itself are not free. */
export const tags: Check<Readonly<Record<string, string>>> = (given) => {
  const entries = Object.entries(given);
  // Millrace adds one of its own.
  if (entries.length >= MOST_TAGS) return [`has ${entries.length} entries`, `Use at most ${MOST_TAGS - 1}: Millrace adds one.`];
  const taken = entries.find(([key]) => /^(aws|millrace):/i.test(key));
  if (taken !== undefined) return [`has the key '${taken[0]}', which is not free`, 'Choose another key.'];
  const long = entries.find(([key, value]) => key === '' || key.length > 128 || value.length > 256);
  return long === undefined ? null : [`has an empty or too long entry '${long[0].slice(0, 40)}'`, 'Keys have 1 to 128 characters, values at most 256.'];
};

/** MR1074: values that Glue refuses by themselves. */
export function outOfRange({ settings: given, tell }: JobSubject): Finding[] {
  const one = <T>(key: string, value: T | undefined, check: Check<T>): Finding[] => {
    const wrong = value === undefined ? null : check(value);
    return wrong === null ? [] : [tell('MR1074', key, `'${key.split('/')[0] ?? ''}' ${wrong[0]}`, wrong[1])];
  };
  const each = (key: string, values: readonly string[] | undefined, check: Check<string>): Finding[] => (values ?? []).flatMap((value, index) => one(`${key}/${index}`, value, check));
  return [
    ...one('description', given.description, description),
    ...one('role', given.role, roleArn),
    ...one('workers', given.workers, least(1)),
    ...one('maxCapacity', given.maxCapacity, (value) => (value === 0.0625 || value === 1 ? null : [`is ${value}`, 'Python shell has 0.0625 or 1 DPU.'])),
    ...each('connections', given.connections, name),
    ...one('maxConcurrentRuns', given.maxConcurrentRuns, least(1)),
    ...one('tags', given.tags, tags),
    ...one('securityConfiguration', given.securityConfiguration, name),
    ...each('extraPyFiles', given.extraPyFiles, s3Item),
    ...each('extraJars', given.extraJars, s3Item),
    ...each('extraFiles', given.extraFiles, s3Item),
    ...each('pythonModules', given.pythonModules, noComma),
    ...one('tempDir', given.tempDir, s3),
    ...one('className', given.className, (value) => (/^[\p{L}_$][\p{L}\p{N}_$.]*$/u.test(value) ? null : [`is '${value}', which is not the name of a class`, "Write it with its package: 'com.acme.GlueApp'."])),
    ...one('notifyAfterMinutes', given.notifyAfterMinutes, least(1)),
    ...one('maintenanceWindow', given.maintenanceWindow, (value) => (/^(Sun|Mon|Tue|Wed|Thu|Fri|Sat):([01]?\d|2[0-3])$/.test(value) ? null : [`is '${value}'`, "Write a day and an hour of UTC: 'Sun:10'."])),
    ...one('sparkUi', given.sparkUi, s3),
    ...one('logUri', given.logUri, s3),
  ];
}
