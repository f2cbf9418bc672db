import type { ComparisonRow } from '@millrace/facts';
import type { Answers, Question } from './answers.ts';

export type Candidate = 'glue' | 'sfn' | 'mwaa';
export const candidates: readonly Candidate[] = ['glue', 'sfn', 'mwaa'];

/** What an answer is worth to each candidate: 0 is the worst that the row allows, 1 the best. Fixed, so that adding a candidate changes none. */
export interface Anchor {
  readonly row: ComparisonRow['id'];
  readonly weight: number;
  readonly values: Readonly<Record<Candidate, number>>;
  readonly why: Readonly<Record<Candidate, string>>;
}

type Choices = { readonly [Q in Question]?: Readonly<Record<string, Omit<Anchor, 'row'>>> };
export const rowOf: Readonly<Record<Question, ComparisonRow['id']>> = {
  airflow: 'useCase', services: 'useCase', infrastructure: 'infrastructure', language: 'interface', shape: 'building', passing: 'passing',
  resume: 'resuming', change: 'change', runsPerMonth: 'cost', stepsPerRun: 'cost', stepMinutes: 'cost', budgetPerMonth: 'cost',
};
const at = (weight: number, glue: readonly [number, string], sfn: readonly [number, string], mwaa: readonly [number, string]): Omit<Anchor, 'row'> => ({
  weight,
  values: { glue: glue[0], sfn: sfn[0], mwaa: mwaa[0] },
  why: { glue: glue[1], sfn: sfn[1], mwaa: mwaa[1] },
});

const choices: Choices = {
  airflow: {
    none: at(1, [1, 'no Airflow assets are needed'], [1, 'no Airflow assets are needed'], [0.4, 'Airflow would be new to the team']),
    some: at(3, [0.4, 'the Airflow assets would stay outside'], [0.4, 'the Airflow assets would stay outside'], [1, 'the Airflow assets can be reused']),
    much: at(5, [0, 'the Airflow assets would be lost'], [0, 'the Airflow assets would be lost'], [1, 'the Airflow assets can be reused']),
  },
  services: {
    glueOnly: at(4, [1, 'nodes are exactly Glue jobs and crawlers'], [0.7, 'Glue jobs have an integration, crawlers need a small loop'], [0.6, 'Glue has operators, in a system made for much more']),
    some: at(4, [0.3, 'another service needs a job that calls it'], [1, 'other services are called without code'], [0.9, 'operators exist for most services']),
    many: at(5, [0, 'every other service needs a job that calls it'], [1, 'over 200 services are called without code'], [0.9, 'operators exist for most services']),
  },
  infrastructure: {
    serverlessOnly: at(3, [1, 'serverless'], [1, 'serverless'], [0, 'an environment is always on']),
    managedOk: at(1, [1, 'serverless'], [1, 'serverless'], [0.7, 'an environment to size and to upgrade']),
  },
  language: {
    console: at(2, [0.8, 'a simple page in the console'], [1, 'a rich visual editor'], [0.5, 'graphs are read in Airflow, written elsewhere']),
    json: at(2, [0.5, 'triggers one by one'], [1, 'one definition in JSON or YAML'], [0.2, 'DAGs are Python']),
    python: at(2, [0.6, 'Python through blueprints'], [0.4, 'definitions are JSON or YAML'], [1, 'DAGs are Python']),
  },
  shape: {
    chain: at(2, [1, 'triggers hold a chain plainly'], [1, 'states hold a chain plainly'], [0.9, 'a DAG holds a chain plainly']),
    branches: at(3, [0.7, 'triggers hold branches; some joins need helper jobs'], [1, 'Parallel and Choice hold branches'], [1, 'a DAG holds branches']),
    dynamic: at(5, [0, 'triggers cannot decide or loop on values'], [1, 'Choice and Map decide and loop at run time'], [0.9, 'task mapping and branching decide at run time']),
  },
  passing: {
    none: at(1, [1, 'nothing has to be handed on'], [1, 'nothing has to be handed on'], [1, 'nothing has to be handed on']),
    small: at(2, [0.5, 'jobs must look run properties up themselves'], [1, 'state data and variables'], [0.9, 'XCom']),
    much: at(3, [0.2, 'only strings that jobs look up themselves'], [0.9, 'state data up to 262,144 bytes; more goes through S3'], [0.9, 'XCom; more goes through S3']),
  },
  resume: {
    unimportant: at(1, [1, 'resume is not needed'], [1, 'resume is not needed'], [1, 'resume is not needed']),
    important: at(4, [0.8, 'failed nodes are rerun with all that follows'], [0.8, 'redrive, or a new execution that skips what succeeded'], [1, 'failed tasks are cleared one by one']),
  },
  change: {
    rare: at(1, [0.8, 'changes are made trigger by trigger'], [1, 'one update of the definition'], [0.9, 'a file in a bucket']),
    often: at(3, [0.4, 'changes are made trigger by trigger'], [1, 'one update of the definition'], [0.9, 'a file in a bucket']),
    rollback: at(4, [0.2, 'there are no versions'], [1, 'versions and aliases'], [0.6, 'the older file is put back']),
  },
};

/** The anchor of one answered question; null when it is unknown, or answered with a number (those go into the cost). */
export function anchorOf(question: Question, answers: Answers): Anchor | null {
  const anchor = choices[question]?.[String(answers[question])];
  return anchor === undefined ? null : { row: rowOf[question], ...anchor };
}
