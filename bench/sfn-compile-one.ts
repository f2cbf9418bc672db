// One check and compile of a layered pipeline in a fresh process, as the peer is measured. Prints milliseconds on the clock and of the processor, without
// start-up, and the bytes of the definition.
import { parsePipeline } from '@millrace/core';
import { sfnTarget } from '@millrace/sfn';
import { layered, site, sources } from './pipelines.ts';

const json = layered(Number(process.argv[2] ?? 1000));
const [from, before] = [performance.now(), process.cpuUsage()];
const { pipeline } = parsePipeline(json);
if (pipeline === null) throw new Error('the bench pipeline has errors');
const { resources, problems } = sfnTarget.compile(pipeline, site, sources, { limits: 'report' });
const [ms, { user, system }] = [performance.now() - from, process.cpuUsage(before)];
const machine = resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine');
if (machine === undefined) throw new Error(`compiled to nothing: ${problems[0]?.message ?? ''}`);
process.stdout.write(`${JSON.stringify({ ms, processor: (user + system) / 1000, bytes: JSON.stringify(machine.props).length })}\n`);
