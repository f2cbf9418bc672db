import { SECRET_HINT, secretIn } from '../secrets.ts';
import { airflow } from './airflow.ts';
import { boto3 } from './boto3.ts';
import { cdk } from './cdk.ts';
import { cliFile, cliJson, cliShorthand } from './cli.ts';
import { cloudFormation } from './cloudformation.ts';
import { consoleStyle } from './console.ts';
import { stepFunctionsJsonata, stepFunctionsJsonPath } from './step-functions.ts';
import { terraform } from './terraform.ts';
import { trigger } from './trigger.ts';
import { PassingError, type PassingContext, type PassingReader, type Refused, type Rendering, type StringMap, type Style } from './types.ts';
import { workflow } from './workflow.ts';

export { guessStyle } from './guess.ts';
export { explainArguments, type Explained, type Shell } from './explain.ts';
export { quotePosix, splitPosix } from './posix-shell.ts';
export { quotePowerShell, splitPowerShell } from './powershell.ts';
export { PassingError, type PassingContext, type PassingReader, type Rendering, type StringMap, type Style } from './types.ts';

/** Every way of passing arguments that AWS knows, by name. */
export const styles = {
  console: consoleStyle,
  boto3,
  'cli-shorthand': cliShorthand,
  'cli-json': cliJson,
  'cli-file': cliFile,
  cloudformation: cloudFormation,
  cdk,
  terraform,
  trigger,
  workflow,
  'step-functions-jsonpath': stepFunctionsJsonPath,
  'step-functions-jsonata': stepFunctionsJsonata,
  airflow,
} as const satisfies Readonly<Record<string, Style>>;
export type StyleName = keyof typeof styles;
export const styleNames: readonly StyleName[] = Object.keys(styles).filter((name): name is StyleName => name in styles);

const defaults: Required<PassingContext> = { name: 'my-job', shell: 'posix', file: 'arguments.json' };

/**
 * Writes arguments in one style, ready to paste. Refused is only what the style cannot express; `use` names one that can.
 * Names are written as they are: job arguments carry `--`. `notes` tell of values that look like secrets.
 *
 * @example
 * render('cli-shorthand', { '--LOCATION': 'NY' }, { name: 'sales' });
 * // { text: 'aws glue start-job-run --job-name sales --arguments=--LOCATION=NY', saved: false, … }
 */
export function render(style: StyleName, map: StringMap, context: PassingContext = {}): Rendering | Refused {
  const wrong = Object.entries(map).find(([, value]) => typeof value !== 'string');
  if (wrong !== undefined) throw new PassingError(`The value of '${wrong[0]}' is no string: make it text first, as Glue takes strings only.`);
  const { saved, render: write }: Style = styles[style];
  const written = write(map, { ...defaults, ...context });
  if ('refused' in written) return written;
  const undashed = style === 'workflow' ? undefined : Object.keys(map).find((key) => !key.startsWith('--'));
  const dashes = undashed === undefined ? [] : [`The job does not find '${undashed}': write '--${undashed}'.`];
  const secrets = Object.entries(map).flatMap(([key, value]) => {
    const kind = secretIn(value);
    return kind === null ? [] : [`The value of '${key}' looks like ${kind}. ${SECRET_HINT}`];
  });
  return { text: written.text, files: written.files ?? [], saved, notes: [...(written.notes ?? []), ...dashes, ...secrets] };
}

/**
 * Reads back what a text passes in a style.
 *
 * @throws {PassingError} the text holds no arguments in this style, or some whose values only a run knows
 */
export function parse(style: StyleName, text: string, reader: PassingReader = {}): StringMap {
  const { parse: read }: Style = styles[style];
  return read(text, reader);
}
