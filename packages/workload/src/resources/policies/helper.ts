import { allSteps, nativeName } from '../../names/physical.ts';
import type { PolicyStatement } from '@millrace/core';
import { runFolders } from './job.ts';
import { allow, logsOf, type Subject } from './statement.ts';
import { allCrawlers, allJobs, bridgeName } from './used.ts';

/**
 * What generated helper jobs need: gates and the closer look at the run graph and may stop what runs, bridges call what their steps say.
 * They start jobs under those jobs' own roles, so nothing is passed on.
 */
export function helperStatements(subject: Subject): readonly PolicyStatement[] {
  const { site, names, pipeline } = subject;
  const jobs = allJobs(subject);
  const bridges = allSteps(pipeline).map(({ name }) => bridgeName(subject, name));
  const arns = (list: readonly string[]): readonly string[] => list.map((name) => subject.arn('AWS::Glue::Job', name));
  return [
    ...allow('Scripts', ['s3:GetObject'], [subject.s3(`${site.scripts}/${names.folder}*`)]),
    ...runFolders(subject),
    // The opener takes its ticket out of the queue when its turn has come.
    ...allow('Queue', ['s3:DeleteObject'], [subject.s3(`${site.runs}/${pipeline.name}/_queue/*`)]),
    ...allow('WorkflowRun', ['glue:GetWorkflowRun', 'glue:GetWorkflowRunProperties'], [subject.arn('AWS::Glue::Workflow', names.workflow)]),
    ...allow('JobRuns', ['glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'], arns([...jobs, ...bridges])),
    ...allow('StartJobs', ['glue:StartJobRun'], arns(jobs)),
    ...allow('Crawlers', ['glue:GetCrawler', 'glue:ListCrawls', 'glue:StartCrawler', 'glue:StopCrawler'], allCrawlers(subject).map((name) => subject.arn('AWS::Glue::Crawler', name))),
    ...called(subject),
    ...logsOf(subject, ['/aws-glue/python-jobs/output', '/aws-glue/python-jobs/error']),
  ];
}

/** Functions, topics and Automation documents that steps name. */
export function called(subject: Subject): readonly PolicyStatement[] {
  const { pipeline, site, local } = subject;
  const steps = allSteps(pipeline);
  const own = (service: string, rest: string) => (name: string): string => (name.startsWith('arn:') ? name : local(service, `${rest}${name}`));
  const functions = steps.filter(({ kind }) => kind === 'lambda').map((step) => own('lambda', 'function:')(nativeName(site, pipeline, step)));
  const topics = steps.flatMap((step) => (step.kind === 'sns' ? [own('sns', '')(step.with.topic)] : []));
  const documents = steps.flatMap((step) => (step.kind === 'ssm' ? [step.with.document] : []));
  return [
    ...allow('Functions', ['lambda:InvokeFunction'], functions.flatMap((arn) => [arn, `${arn}:*`])),
    ...allow('Topics', ['sns:Publish'], topics),
    ...allow('Documents', ['ssm:StartAutomationExecution'], documents.flatMap((name) => documentArns(subject, name))),
    ...allow('Automations', ['ssm:GetAutomationExecution', 'ssm:StopAutomationExecution'], documents.length === 0 ? [] : [local('ssm', 'automation-execution/*')]),
  ];
}

/** By the document, and by the definition that it is while it runs. Documents of AWS itself belong to no account. */
function documentArns({ local, site }: Subject, name: string): readonly string[] {
  if (name.startsWith('arn:')) return [name];
  const place = (rest: string): string => (/^AWS[A-Za-z]*-/.test(name) ? local('ssm', rest).replace(`:${site.account}:`, '::') : local('ssm', rest));
  return [place(`document/${name}`), place(`automation-definition/${name}:*`)];
}
