/** The columns of every comparison. Amazon MWAA Serverless is a column of facts and cost only: nothing is compiled for it. */
export const orchestrators = ['glue', 'sfn', 'mwaa', 'mwaaServerless'] as const;
export type Orchestrator = (typeof orchestrators)[number];

export const orchestratorTitles: Readonly<Record<Orchestrator, string>> = {
  glue: 'AWS Glue workflows',
  sfn: 'AWS Step Functions',
  mwaa: 'Amazon MWAA',
  mwaaServerless: 'Amazon MWAA Serverless',
};

/** How well a statement is known: AWS's own pages or API model, source code, an executed check, a report by others. */
export type Evidence = 'documented' | 'source' | 'executed' | 'reported';

export interface Source {
  readonly title: string;
  readonly url: string | null;
}

/** A number with its unit, where it comes from and the day it was last checked (YYYY-MM-DD). */
export interface Fact {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly meaning: string;
  readonly evidence: Evidence;
  readonly source: Source;
  readonly checkedOn: string;
}

/** A sentence in our words, with its source and the day it was read there (YYYY-MM-DD). */
export interface Claim {
  readonly text: string;
  readonly source: Source;
  readonly date: string;
  readonly evidence: Evidence;
}
