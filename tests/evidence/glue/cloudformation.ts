// CloudFormation templates of the examples and of pipelines with everything, and the stack of `millrace bootstrap`: cfn-lint, and no policy that
// names every resource without a written reason.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { load, type Pipeline } from '@millrace/core';
import { BOOTSTRAP_WILDCARDS } from '@millrace/deploy';
import { glueTarget } from '@millrace/glue';
import { WILDCARDS } from '@millrace/workload';
import { root } from '../../../tools/python.ts';
import { hasLinter, lint } from '../../cloudformation/lint.ts';
import { pipelines, stack, statementsIn, templateOf } from '../../cloudformation/templates.ts';
import { report } from '../report.ts';

async function exampleIn(folder: string): Promise<Pipeline> {
  const file = readdirSync(folder).find((name) => /^pipeline\.(ts|yaml)$/.test(name)) ?? 'pipeline.yaml';
  const { pipeline, problems } = await load(join(folder, file));
  if (pipeline === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return pipeline;
}
const names = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const examples = await Promise.all(names.map((name) => exampleIn(join(root, 'examples', name))));
const templates = [...examples.map((pipeline) => templateOf(glueTarget, pipeline).template), ...pipelines.map(([, target, pipeline]) => templateOf(target, pipeline).template), stack()];
const found = hasLinter() ? lint(...templates) : ['cfn-lint is not there'];
for (const line of found) process.stderr.write(`${line}\n`);

const allowed = new Map(Object.entries({ ...WILDCARDS, ...BOOTSTRAP_WILDCARDS }));
const statements = templates.flatMap((template) => statementsIn(template));
const open = statements.filter(({ resources }) => resources.includes('*'));
const unexplained = open.filter(({ sid }) => !allowed.has(sid));
for (const { owner, sid } of unexplained) process.stderr.write(`every resource without a reason: ${owner}: ${sid}\n`);
// It must see what is wrong, too.
const sees = lint({ Resources: { Broken: { Type: 'AWS::Glue::Job', Properties: { Nmae: 'x' } } } }).length > 0;
report([
  { figure: `cfn-lint on ${templates.length} templates (examples ${names.join(', ')}; ${pipelines.length} pipelines with everything; the administrator's stack): ${found.length} findings; a broken template is found: ${sees ? 'yes' : 'no'}`, holds: found.length === 0 && sees },
  { figure: `${statements.length} policy statements, ${open.length} of them for every resource: ${[...new Set(open.map(({ sid }) => sid))].join(', ') || 'none'}, ${unexplained.length} without a reason in the allow-list of ${allowed.size}`, holds: unexplained.length === 0 },
]);
