import { argumentOwner, argumentText, getResolvedOptions, SystemExit, type ParamValue } from '@millrace/params';
import type { Finding } from '../author/report.ts';
import type { Step, Value } from '../model.ts';
import { pointerOf } from '../util/pointer.ts';
import { isReference } from '../util/references.ts';
import type { Rule } from './rule.ts';

/** MR1023: texts known now that the usual reader of a job's arguments takes for the name of an option. */
export const dashedValues: Rule = ({ pipeline, all }) => [
  ...all.flatMap(({ step, pointer }) => ofArguments(step, pointer)),
  ...Object.entries(pipeline.params).flatMap(([name, { default: usual, values }]) => {
    const [what, pointer] = [`of parameter '${name}'`, pointerOf('params', name)];
    return [
      ...(usual === null || typeof usual === 'object' ? [] : refused(usual, `the default ${what}`, `${pointer}/default`)),
      ...values.flatMap((word, index) => refused(word, `a value ${what}`, `${pointer}/values/${index}`)),
    ];
  }),
  ...pipeline.starts.flatMap((start, index) =>
    's3' in start ? [] : Object.entries(start.params).flatMap(([name, value]) => refused(value, `the schedule's value of parameter '${name}'`, pointerOf('starts', index, 'params', name))),
  ),
];

function ofArguments(step: Step, pointer: string): Finding[] {
  if (step.kind !== 'glueJob') return [];
  // The others have a finding of their own, and the reader refuses some of them.
  const names = Object.keys(step.with.args).filter((name) => /^[A-Za-z]/.test(name) && argumentOwner(name) === null);
  return names.flatMap((name) => {
    const at = pointer + pointerOf('with', 'args', name);
    const { value, below } = constantOf(step.with.args[name]);
    return value === null ? [] : refused(value, `argument ${name} of step '${step.name}'`, at + below, [name, ...names.filter((other) => other !== name)]);
  });
}

function constantOf(value: Value | undefined): { readonly value: ParamValue | null; readonly below: string } {
  if (typeof value !== 'object') return { value: value ?? null, below: '' };
  // A list becomes a JSON array, which begins with a bracket.
  return isReference(value) && 'output' in value ? { value: value.or, below: '/or' } : { value: null, below: '' };
}

/** Asks the reader itself: the first of the names gets the value, the others stand for the step's other arguments. */
function refused(value: ParamValue, what: string, pointer: string, [name = '', ...others]: readonly string[] = ['VALUE']): Finding[] {
  const text = argumentText(value);
  if (!text.startsWith('-')) return [];
  if (failure([...others.flatMap((other) => [`--${other}`, '']), `--${name}`, text], [name, ...others]) === null) return [];
  const help = failure(['--UNDECLARED', text], []) instanceof SystemExit ? '; in a script that does not declare the argument it even ends the job as a success' : '';
  return [{
    code: 'MR1023', severity: 'warning', pointer,
    message: `${what} is ${shown(text)}: getResolvedOptions will refuse this value, because it takes it for the name of an option${help}`,
    hint: 'Put something before the dash that the script takes away again, or read sys.argv in another way.',
  }];
}

/** What the reader throws, in the dialect of Python shell jobs, where abbreviations of names count; null when it reads the words. */
function failure(words: readonly string[], declared: readonly string[]): unknown {
  try {
    getResolvedOptions(['script', ...words], declared, { glueVersion: '5.1' });
    return null;
  } catch (error) {
    return error;
  }
}

const shown = (text: string): string => (text.length > 60 ? `'${text.slice(0, 59)}…'` : `'${text}'`);
