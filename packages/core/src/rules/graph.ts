import { didYouMean } from '@millrace/params';
import type { Finding } from '../author/report.ts';
import { cycles } from '../graph/index.ts';
import type { Rule, Subject } from './rule.ts';

/** MR1030, MR1031, MR1033, MR1035: what each dependency names. */
export const dependencies: Rule = (subject) =>
  subject.pipeline.steps.flatMap((step, index) => {
    const seen = new Set<string>();
    return step.after.flatMap((dependency, at): Finding[] => {
      const pointer = `/steps/${index}/after/${at}`;
      if (dependency.step === step.name) return [{ code: 'MR1031', pointer, message: `step '${step.name}' depends on itself`, hint: 'Remove this dependency.' }];
      const twice = seen.has(dependency.step);
      seen.add(dependency.step);
      if (twice) return [{ code: 'MR1033', pointer, message: `step '${step.name}' depends on '${dependency.step}' twice`, hint: 'Keep one of them; `finished` waits for either end.' }];
      return subject.steps.has(dependency.step) ? [] : [unknownStep(subject, step.name, dependency.step, pointer)];
    });
  });

function unknownStep({ steps, handlers }: Subject, step: string, missing: string, pointer: string): Finding {
  const handler = handlers.find((each) => each.step.name === missing);
  if (handler !== undefined) {
    return { code: 'MR1035', pointer, message: `step '${step}' depends on '${missing}', which is the pipeline's ${handler.pointer.slice(1)}`, hint: 'It runs after every step has ended: nothing can wait for it.' };
  }
  const near = didYouMean(missing, steps.keys());
  return { code: 'MR1030', pointer, message: `step '${step}' depends on '${missing}', but there is no such step`, hint: near === null ? "Is it in the list under 'steps'?" : `Did you mean '${near}'?` };
}

/** MR1034: handlers start by themselves. */
export const handlerDependencies: Rule = ({ handlers }) =>
  handlers.filter(({ step }) => step.after.length > 0).map(({ step, pointer }) => ({ code: 'MR1034', pointer: `${pointer}/after`, message: `'${step.name}' is the pipeline's ${pointer.slice(1)} and cannot have dependencies`, hint: "Remove 'after': it starts when every step has ended." }));

/** MR1032: for each group of steps that wait for each other the shortest circle; self dependencies are MR1031. */
export const circles: Rule = ({ pipeline, steps }) => {
  const indexes = new Map(pipeline.steps.map(({ name }, index) => [name, index] as const).toReversed());
  const graph = [...steps.values()].map(({ name, after }) => ({ name, after: after.filter(({ step }) => step !== name) }));
  return cycles(graph).map((circle) => {
    const [first = ''] = circle;
    // The dependency that closes the circle.
    const at = steps.get(first)?.after.findIndex(({ step }) => step === circle.at(-1)) ?? 0;
    return { code: 'MR1032', pointer: `/steps/${indexes.get(first) ?? 0}/after/${at}`, message: `these steps wait for each other: ${[...circle, first].join(' → ')}`, hint: 'Remove one of these dependencies.' };
  });
};

/** MR1036: `finished` waits for an end, and a skipped step has none. */
export const finishedMaySkip: Rule = ({ pipeline, steps }) =>
  pipeline.steps.flatMap((step, index) =>
    step.after.flatMap((dependency, at): Finding[] => {
      const before = steps.get(dependency.step);
      if (dependency.on !== 'finished' || before === undefined || before.after.length === 0 || before === step) return [];
      return [{
        code: 'MR1036', severity: 'warning', pointer: `/steps/${index}/after/${at}`,
        message: `step '${step.name}' waits until '${before.name}' has finished, but '${before.name}' may be skipped, and then '${step.name}' is skipped too`,
        hint: "To run something whatever happened, make it the pipeline's `finally`.",
      }];
    }),
  );
