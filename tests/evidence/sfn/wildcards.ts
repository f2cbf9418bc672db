// Policies of the roles of state machines: no statement names every resource but those of an allow-list, each with its reason.
import { BOOTSTRAP_WILDCARDS } from '@millrace/deploy';
import { sfnTarget } from '@millrace/sfn';
import { WILDCARDS } from '@millrace/workload';
import { isEverything, resourcesOf, stack, statementsIn } from '../../cloudformation/templates.ts';
import { report } from '../report.ts';
import { drawn, examples } from './drawn.ts';

const RANDOM = 2_000;
const SEED = 7_000;

const allowed = new Map(Object.entries({ ...WILDCARDS, ...BOOTSTRAP_WILDCARDS }));
const pipelines = [...(await examples()).map(([, pipeline]) => pipeline), ...Array.from({ length: RANDOM }, (_, index) => drawn(SEED + index))];
const open = new Map<string, number>();
const unexplained: string[] = [];
let [statements, roles] = [0, 0];
const look = (owner: string, of: unknown): void => {
  for (const { sid, resources } of statementsIn(of, owner)) {
    statements += 1;
    if (!resources.some(isEverything)) continue;
    open.set(sid, (open.get(sid) ?? 0) + 1);
    if (!allowed.has(sid)) unexplained.push(`${owner}: ${sid}`);
  }
};
look('the stack', stack());
for (const pipeline of pipelines) {
  for (const { type, name, props } of resourcesOf(sfnTarget, pipeline)) {
    if (type !== 'AWS::IAM::Role') continue;
    roles += 1;
    look(name, props['Policies']);
  }
}
for (const line of unexplained.slice(0, 20)) process.stderr.write(`every resource without a reason: ${line}\n`);
report([{
  figure: `${pipelines.length} pipelines, ${roles} roles and the administrator's stack: ${statements} statements, of which ${[...open].map(([sid, count]) => `${count} ${sid}`).join(', ')} name every resource; ${unexplained.length} without a reason in the allow-list of ${allowed.size}`,
  holds: unexplained.length === 0 && roles > 2 * pipelines.length && open.has('LogDelivery'),
}]);
