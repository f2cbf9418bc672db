import { sources } from './sources.ts';
import type { Claim, Evidence, Orchestrator, Source } from './types.ts';

/** One cell: what the paper says (null: the paper does not speak of it) and what holds today. */
export interface Cell {
  readonly paper: Claim | null;
  readonly today: Claim;
}
export interface ComparisonRow {
  readonly id: 'useCase' | 'infrastructure' | 'interface' | 'building' | 'passing' | 'resuming' | 'change' | 'cost';
  readonly title: string;
  readonly cells: Readonly<Record<Orchestrator, Cell>>;
}

const checkedOn = '2026-11-22';
const paper = (text: string): Claim => ({ text, source: sources.paper, date: checkedOn, evidence: 'documented' });
const today = (text: string, source: Source, evidence: Evidence = 'documented'): Claim => ({ text, source, date: checkedOn, evidence });
const cell = (claim: string, now: Claim): Cell => ({ paper: paper(claim), today: now });
const only = (now: Claim): Cell => ({ paper: null, today: now });

/** The paper's table, row by row, beside what has changed since. */
export const comparison: readonly ComparisonRow[] = [
  {
    id: 'useCase',
    title: 'Use case',
    cells: {
      glue: cell('Fits a pipeline made mostly of Glue jobs and crawlers.', today('Nodes are Glue jobs and crawlers only; anything else needs a job that calls it.', sources.glueWorkflows)),
      sfn: cell('Fits when other services take part, such as Lambda or Systems Manager.', today('Optimised integrations for Glue jobs, Lambda, SNS and others; every other AWS API through SDK integrations.', sources.sfnGuide)),
      mwaa: cell('Speaks open-source Airflow: fits when Airflow assets exist already.', today('Airflow 2.7 to 3.x with the Amazon provider pinned per version.', sources.mwaaGuide)),
      mwaaServerless: only(today('Runs workflows written as YAML from an allow-list of operators, Glue jobs and crawlers among them.', sources.mwaaServerless)),
    },
  },
  {
    id: 'infrastructure',
    title: 'Infrastructure',
    cells: {
      glue: cell('Serverless.', today('Nothing to size or to patch.', sources.glueWorkflows)),
      sfn: cell('Serverless.', today('Nothing to size or to patch.', sources.sfnGuide)),
      mwaa: cell('A managed service.', today('An environment with a size class, schedulers, workers and upgrades; it cannot be paused.', sources.mwaaClasses)),
      mwaaServerless: only(today('No environment: each task gets its own worker; there is no Airflow web page.', sources.mwaaServerless)),
    },
  },
  {
    id: 'interface',
    title: 'User interface and language',
    cells: {
      glue: cell('A simple page in the Glue console, API and SDK, CloudFormation, and Python through blueprints.', today('The same; the graph of a run shows each node, while the run itself says COMPLETED even when nodes failed.', sources.glueWorkflows)),
      sfn: cell('A rich visual editor over the Amazon States Language, in JSON or YAML.', today('The editor shows runs live; JSONata and variables have joined the language.', sources.sfnVariables)),
      mwaa: cell('Python, in any development environment.', today('Python files, and the Airflow web page for graphs, logs and re-runs.', sources.mwaaGuide)),
      mwaaServerless: only(today('YAML files; runs are watched through the API and the console.', sources.mwaaServerless)),
    },
  },
  {
    id: 'building',
    title: 'Building a pipeline',
    cells: {
      glue: cell('Glue jobs in Python or Scala and crawlers; other services are reached from a job with boto3.', today('Triggers join nodes by state; there is no branching on values, no loop, no wait.', sources.glueTriggers)),
      sfn: cell('Built in its console; what it does not support is reached through Lambda.', today('Choice, Map, Parallel, Wait, Retry and Catch; over 200 services without Lambda.', sources.sfnGuide)),
      mwaa: cell('A DAG is a Python file in the DAGs folder of the environment’s bucket.', today('Operators, sensors, trigger rules, task mapping and branching, in Python.', sources.mwaaGuide)),
      mwaaServerless: only(today('No branching and no task mapping; tasks end after 60 minutes.', sources.mwaaServerlessQuotas)),
    },
  },
  {
    id: 'passing',
    title: 'Passing information between steps',
    cells: {
      glue: cell('Workflow parameters are shared, and jobs look them up.', today('Run properties are not handed to jobs: each job must read them through the API.', sources.glueWorkflows)),
      sfn: cell('Parameters go from state to state.', today('State input and output up to 262,144 bytes, and variables since 2024.', sources.sfnVariables)),
      mwaa: cell('Global variables.', today('XCom between tasks, params per run, global Variables.', sources.mwaaGuide)),
      mwaaServerless: only(today('XCom up to 100 KB; no Variables and no Connections.', sources.mwaaServerlessQuotas)),
    },
  },
  {
    id: 'resuming',
    title: 'Resuming failed tasks',
    cells: {
      glue: cell('A failed task can be resumed.', today('ResumeWorkflowRun reruns chosen nodes and everything behind them, as a new run.', sources.glueResume)),
      sfn: cell('Possible for the failed part, through a new state machine.', today('Redrive continues a failed Standard execution for 14 days; states that were caught are not redriven.', sources.sfnRedrive)),
      mwaa: cell('A failed task can be resumed.', today('Clearing failed tasks reruns them and what follows.', sources.airflowClear)),
      mwaaServerless: only(today('The API has no clear and no resume.', sources.mwaaServerless)),
    },
  },
  {
    id: 'change',
    title: 'Change management',
    cells: {
      glue: cell('None: a workflow is deleted and made again from its blueprint, or its jobs and crawlers are changed.', today('Triggers are changed one at a time; no versions; a running workflow keeps its graph.', sources.glueTriggers)),
      sfn: cell('The definition is updated through API or console.', today('Versions and aliases, so that a change can be rolled back.', sources.sfnVersions)),
      mwaa: cell('The DAG is changed and deployed again.', today('Files in a bucket; Airflow 3 keeps versions of DAGs.', sources.mwaaGuide)),
      mwaaServerless: only(today('Each update makes a version by itself.', sources.mwaaServerless)),
    },
  },
  {
    id: 'cost',
    title: 'Cost',
    cells: {
      glue: cell('No cost of its own.', today('No charge for workflows and triggers; jobs and crawlers are paid on every orchestrator.', sources.glueWorkflowCost, 'reported')),
      sfn: cell('Low, without operations: 0.025 USD per 1,000 state transitions.', today('The same price; 4,000 transitions a month are free.', sources.sfnPricing)),
      mwaa: cell('Low, with limited operations; prices are on its own page.', today('A floor of about 358 USD a month for the small class, used or not.', sources.mwaaPricing, 'source')),
      mwaaServerless: only(today('About 0.08 USD per hour of task time, waiting included; no floor.', sources.mwaaServerlessPricing, 'reported')),
    },
  },
];
