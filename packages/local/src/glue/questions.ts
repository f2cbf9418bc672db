import type { OpenQuestion } from '../host/types.ts';

/** What no source says of AWS Glue. The first choice is the usual one; docs/aws-open-questions.md says how an account would settle each. */
export const glueQuestions = {
  /** When a trigger on FAILED sees an attempt that MaxRetries repeats. */
  failedTriggerTiming: { id: 'glue.failedTriggerTiming', choices: ['afterLastAttempt', 'perAttempt'] },
  /** Whether ANY fires for each condition that comes true. */
  anyFires: { id: 'glue.anyFires', choices: ['once', 'each'] },
  /** Whether a node's earlier states go on meeting conditions. */
  conditionHolds: { id: 'glue.conditionHolds', choices: ['lastState', 'ever'] },
  /** Whether a resumed run has the properties of the run that it resumes, or the workflow's defaults. */
  resumeKeepsProperties: { id: 'glue.resumeKeepsProperties', choices: ['yes', 'no'] },
  /** Whether the graph of a resumed run is that of the run that it resumes, or today's. */
  resumeGraph: { id: 'glue.resumeGraph', choices: ['first', 'today'] },
  /** Whether Arguments of a trigger's action hide all of the job's defaults. */
  triggerArguments: { id: 'glue.triggerArguments', choices: ['merge', 'replace'] },
  /** Whether the state of a node that a resume keeps counts for an AND. */
  keptNodeCounts: { id: 'glue.keptNodeCounts', choices: ['yes', 'no'] },
  /** Whether a crawl makes the database that its crawler names. */
  crawlerCreatesDatabase: { id: 'glue.crawlerCreatesDatabase', choices: ['yes', 'no'] },
  /** Whether the properties given to a start hide all of the workflow's defaults. */
  startProperties: { id: 'glue.startProperties', choices: ['merge', 'replace'] },
  /** Whether StartWorkflowRun starts a workflow whose start trigger is EVENT or SCHEDULED. */
  startOfOtherStart: { id: 'glue.startOfOtherStart', choices: ['runs', 'refused'] },
  /** What becomes of a scheduled run beyond the workflow's MaxConcurrentRuns. */
  scheduledOverlap: { id: 'glue.scheduledOverlap', choices: ['errorRun', 'dropped'] },
  /** Whether an ACTIVATED trigger may be updated. */
  updateOfActivated: { id: 'glue.updateOfActivated', choices: ['accepted', 'refused'] },
  /** How a workflow's node ends whose job is at its concurrency limit. */
  busyJobNode: { id: 'glue.busyJobNode', choices: ['FAILED', 'ERROR'] },
  /** Whether MaxRetries repeats a job run that ended as ERROR. */
  errorRepeated: { id: 'glue.errorRepeated', choices: ['no', 'yes'] },
  /** What CreateJob and CreateTrigger answer for what is there already, exactly so. */
  createAgain: { id: 'glue.createAgain', choices: ['refused', 'accepted'] },
  /** Whether a Python shell job is told its name and run among its arguments. */
  shellJobArguments: { id: 'glue.shellJobArguments', choices: ['given', 'absent'] },
} as const satisfies Readonly<Record<string, OpenQuestion>>;
