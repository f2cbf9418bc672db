import type { Catalogue, CatalogueEntry, Row } from '@millrace/core';
import { rows } from './capabilities.ts';
import { LIMITS } from './limits.ts';

/** Findings that are no ledger row: limits of the service. */
export const limitCodes = {
  name: 'MR4023',
  nodes: 'MR4105',
  stream: 'MR4111',
} as const;

const titles: Readonly<Record<string, string>> = {
  MR4101: 'A crawler that may be busy',
  MR4102: 'A dependency on failure does not see ERROR',
  MR4103: 'A dependency on any end does not see ERROR',
  MR4104: 'A crawl without a timeout',
  MR4107: 'An existing job with retries of its own',
  MR4108: 'An existing job in runs that overlap',
  MR4109: 'Starts by objects in S3 on a Glue workflow',
  MR4110: 'Skipped starts of schedules and events',
  MR4112: 'A retry by Glue may not see ERROR',
};

function entry(code: string, title: string): CatalogueEntry {
  const told = Object.values(rows).filter((row: Row) => row.code === code);
  const all = (pick: (row: Row) => string): string => [...new Set(told.map(pick))].join(' ');
  return { title, explanation: all(({ note }) => note), fix: all(({ hint }) => hint) };
}

/** What `millrace explain` says of this target's findings; ledger rows are told in the ledger's own words. */
export const glueCatalogue: Catalogue = {
  ...Object.fromEntries(Object.entries(titles).map(([code, title]) => [code, entry(code, title)])),
  [limitCodes.name]: {
    title: 'A name that is too long for Glue',
    explanation: `Names in Glue have at most ${LIMITS.name} characters; they are made of prefix, pipeline and step.`,
    fix: 'Shorten the prefix of the environment.',
  },
  [limitCodes.stream]: {
    title: 'A stream that outlives its run',
    explanation: 'A stream goes on when its run has ended, is stopped or is deployed again. A run that finds it running leaves it as it is, so a new script or new arguments reach it only once it has been stopped.',
    fix: 'After a deploy that changes the stream, stop its live job run with `aws glue batch-stop-job-run`: the next run starts it anew.',
  },
  [limitCodes.nodes]: {
    title: `More than ${LIMITS.recommendedNodes} nodes in one workflow`,
    explanation: `AWS recommends at most ${LIMITS.recommendedNodes} jobs, crawlers and triggers in one workflow: with more, stopping and resuming may fail.`,
    fix: 'Split the pipeline, or deploy it to Step Functions.',
  },
};
