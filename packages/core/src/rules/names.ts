import { argumentOwner, PARAM_NAME } from '@millrace/params';
import type { Finding } from '../author/report.ts';
import { NAME } from '../schema/model.ts';
import { SETTING_ARGUMENTS } from '../settings.ts';
import { pointerOf } from '../util/pointer.ts';
import type { Rule } from './rule.ts';

/** MR1020: names of the pipeline and its steps. An empty name was told as missing. */
export const names: Rule = ({ pipeline, all }) => {
  const given = [{ what: 'the pipeline', name: pipeline.name, pointer: '/name' }, ...all.map(({ step, pointer }) => ({ what: 'a step', name: step.name, pointer: `${pointer}/name` }))];
  return given.filter(({ name }) => name !== '' && !NAME.test(name)).map(({ what, name, pointer }) => ({ code: 'MR1020', pointer, message: `${what} cannot be named '${name}'`, hint: nameHint(name) }));
};

function nameHint(name: string): string {
  const rule = 'Use a lower case letter, then up to 39 lower case letters, digits or hyphens';
  const better = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 40);
  return NAME.test(better) ? `${rule}: '${better}'.` : `${rule}.`;
}

/** MR1021: one name, one step; handlers included. */
export const uniqueNames: Rule = ({ all }) => {
  const seen = new Set<string>();
  return all.flatMap(({ step, pointer }): Finding[] => {
    if (step.name === '') return [];
    if (!seen.has(step.name)) return seen.add(step.name) && [];
    return [{ code: 'MR1021', pointer: `${pointer}/name`, message: `there is already a step named '${step.name}'`, hint: 'Give each step a name of its own.' }];
  });
};

/** MR1022 and MR1024: names of arguments and outputs. */
export const argumentNames: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }) => {
    const args = step.kind === 'glueJob' ? Object.keys(step.with.args) : [];
    return [
      ...args.flatMap((name) => argumentName(name, step.name, pointer + pointerOf('with', 'args', name))),
      ...Object.keys(step.outputs).filter((name) => !PARAM_NAME.test(name)).map((name) => ({ code: 'MR1022', pointer: pointer + pointerOf('outputs', name), message: `step '${step.name}' cannot have an output named '${name}'`, hint: 'Use a letter, then up to 63 letters, digits or underscores.' })),
    ];
  });

function argumentName(name: string, step: string, pointer: string): Finding[] {
  const message = `step '${step}' cannot have an argument named '${name}'`;
  if (name.startsWith('-')) return [{ code: 'MR1022', pointer, message, hint: `Leave out the dashes: '${name.replace(/^-+/, '')}'.` }];
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) return [{ code: 'MR1022', pointer, message, hint: 'Use a letter, then up to 63 letters, digits, underscores or hyphens.' }];
  const owner = argumentOwner(name);
  if (owner === null) return [];
  if (owner !== 'setting') return [{ code: 'MR1022', pointer, message: `${message}: it belongs to ${owner}, which sets or reads it itself`, hint: 'Choose another name.' }];
  const setting = Object.entries(SETTING_ARGUMENTS).find(([, argument]) => argument === name)?.[0];
  return [{ code: 'MR1024', pointer, message: `${message}: Glue reads it as a setting of the job, not as an argument of the script`, hint: setting === undefined ? `Write it under settings: { defaultArguments: { ${JSON.stringify(name)}: … } }.` : `Write it under settings, as '${setting}'.` }];
}
