import { didYouMean } from '@millrace/params';
import type { Finding } from '../author/report.ts';
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

/** MR1032: one finding for each cycle that a depth-first walk in the order of the steps meets; self dependencies are MR1031. */
export const cycles: Rule = ({ pipeline, steps }) => {
  const state = new Map<string, 'open' | 'done'>();
  const findings: Finding[] = [];
  const indexes = new Map(pipeline.steps.map((step, index) => [step.name, index]));
  for (const { name } of pipeline.steps) {
    if (state.has(name)) continue;
    // An explicit stack: a chain of thousands of steps is allowed.
    const path = [{ name, next: 0 }];
    state.set(name, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const at = top.next++;
      const dependency = steps.get(top.name)?.after[at];
      if (dependency === undefined) {
        state.set(top.name, 'done');
        path.pop();
      } else if (!state.has(dependency.step) && steps.has(dependency.step)) {
        state.set(dependency.step, 'open');
        path.push({ name: dependency.step, next: 0 });
      } else if (state.get(dependency.step) === 'open' && dependency.step !== top.name) {
        const cycle = path.slice(path.findIndex((each) => each.name === dependency.step)).map((each) => each.name);
        findings.push(cycleFinding(cycle, `/steps/${indexes.get(top.name) ?? 0}/after/${at}`));
      }
    }
  }
  return findings;
};

function cycleFinding(cycle: readonly string[], pointer: string): Finding {
  // The walk went against the arrows; people read along them.
  const [first = '', ...rest] = cycle;
  const path = [first, ...rest.toReversed(), first].join(' → ');
  return { code: 'MR1032', pointer, message: `these steps wait for each other: ${path}`, hint: 'Remove one of these dependencies.' };
}

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
