import { didYouMean } from '@millrace/params';
import type { Finding } from '../author/report.ts';
import type { Step } from '../model.ts';
import { referencesOf, type Reference } from '../util/references.ts';
import type { Rule, Subject } from './rule.ts';

/** MR1040 to MR1043: what arguments refer to. */
export const references: Rule = (subject) =>
  subject.all.flatMap(({ step, pointer, handler }) =>
    referencesOf(step).flatMap((reference) => {
      const place = { step, handler, argument: reference.argument, pointer: pointer + reference.pointer };
      if ('param' in reference.value) return unknownParam(subject, reference.value.param, place);
      return 'output' in reference.value ? outputProblems(subject, reference.value, place) : [];
    }),
  );

/** MR1044: only scripts write outputs. */
export const outputs: Rule = ({ all }) =>
  all.filter(({ step }) => step.kind !== 'glueJob' && Object.keys(step.outputs).length > 0).map(({ step, pointer }): Finding => ({
    code: 'MR1044', pointer: `${pointer}/outputs`, message: `step '${step.name}' is of kind ${step.kind}, which has no script that could write outputs`, hint: "Remove 'outputs', or declare them on a Glue job.",
  }));

interface Reading {
  readonly step: Step;
  readonly handler: boolean;
  readonly argument: string;
  readonly pointer: string;
}

function unknownParam({ pipeline }: Subject, name: string, { step, argument, pointer }: Reading): Finding[] {
  if (Object.hasOwn(pipeline.params, name)) return [];
  const declared = Object.keys(pipeline.params);
  const near = didYouMean(name, declared);
  const hint = near !== null ? `Did you mean '${near}'?` : declared.length === 0 ? "Declare it under 'params'." : `Declared are: ${declared.join(', ')}.`;
  return [{ code: 'MR1040', pointer, message: `argument ${argument} of step '${step.name}' refers to parameter '${name}', which is not declared`, hint }];
}

function outputProblems({ steps }: Subject, { output: [from, name], or }: Extract<Reference, { output: unknown }>, { step, handler, argument, pointer }: Reading): Finding[] {
  const what = `argument ${argument} of step '${step.name}' reads output '${name}' of '${from}'`;
  const source = steps.get(from);
  if (source === undefined) {
    const near = didYouMean(from, steps.keys());
    return [{ code: 'MR1041', pointer, message: `${what}, but there is no such step`, hint: near === null ? "Is it in the list under 'steps'?" : `Did you mean '${near}'?` }];
  }
  if (source === step) return [{ code: 'MR1041', pointer, message: `${what}: a step cannot read its own outputs`, hint: 'Remove this argument.' }];
  if (!Object.hasOwn(source.outputs, name)) {
    const near = didYouMean(name, Object.keys(source.outputs));
    const known = Object.keys(source.outputs).join(', ');
    return [{ code: 'MR1042', pointer, message: `${what}, which '${from}' does not declare`, hint: near !== null ? `Did you mean '${near}'?` : `Declare it under 'outputs' of '${from}'${known === '' ? '' : `; it has: ${known}`}.` }];
  }
  if (or !== null) return [];
  const why = uncertain(step, from, handler);
  return why === null ? [] : [{ code: 'MR1043', pointer, message: `${what}, which may not be there: ${why}`, hint: "Give a default: `.or(…)`, in YAML `or: …`." }];
}

// Why the step may start although the other one has not succeeded; null when it cannot.
function uncertain(step: Step, from: string, handler: boolean): string | null {
  if (handler) return 'it runs however the run ended';
  const dependency = step.after.find((each) => each.step === from);
  if (dependency !== undefined && dependency.on !== 'succeeded') return `it waits for '${from}' with the word '${dependency.on}'`;
  return step.join === 'any' && step.after.length > 1 ? "its join is 'any'" : null;
}
