import type { KindTable, Pipeline, Site, Step } from '@millrace/core';
import type { BridgeCall } from '@millrace/runtime';
import { definesJob, isStream, nativeName, timeoutMinutes } from '@millrace/workload';

/** What the bridge of each step kind calls. */
export const calls = (pipeline: Pipeline, site: Site): KindTable<BridgeCall> => ({
  // A job of our own that Python can start through the bootstrap reads its arguments itself.
  glueJob: (step) => ({
    type: 'job', job: nativeName(site, pipeline, step), arguments: definesJob(step) && step.with.type !== 'scala' ? {} : step.with.args,
    ...(isStream(step) ? { timeoutMinutes: null, until: 'started' } : { timeoutMinutes: timeoutMinutes(step) }),
  }),
  crawler: (step) => ({ type: 'crawler', crawler: nativeName(site, pipeline, step) }),
  lambda: (step) => ({ type: 'lambda', function: step.with.use, payload: step.with.payload ?? {} }),
  sns: (step) => ({ type: 'sns', topicArn: topicArn(step.with.topic, site), subject: step.with.subject ?? null, message: step.with.message ?? null }),
  ssm: (step) => ({ type: 'ssm', document: step.with.document, parameters: step.with.parameters ?? {} }),
  wait: (step) => ({ type: 'wait', seconds: step.with.seconds }),
});

const topicArn = (topic: string, { region, account }: Site): string => (topic.startsWith('arn:') ? topic : `arn:${partitionOf(region)}:sns:${region}:${account}:${topic}`);
const partitionOf = (region: string): string => (region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws');

export function callOf(step: Step, pipeline: Pipeline, site: Site): BridgeCall {
  // A step's kind and its entry belong together, which the compiler cannot see through an indexed union; none of them is a rejecting row.
  return (calls(pipeline, site)[step.kind] as (step: Step) => BridgeCall)(step);
}
