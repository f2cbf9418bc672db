import type { Catalogue, CatalogueEntry, Row } from '@millrace/core';
import { rows } from './capabilities.ts';
import { LIMITS } from './limits.ts';

/** Findings that are no ledger row: limits of the service. */
export const limitCodes = {
  conditions: 'MR4022',
  name: 'MR4023',
  nodes: 'MR4105',
} as const;

const titles: Readonly<Record<string, string>> = {
  MR4001: 'A step kind that Glue workflows have no node for',
  MR4002: 'A Glue job that is not Python shell',
  MR4003: "join: 'any' on a Glue workflow",
  MR4004: `More than ${LIMITS.triggersPerStep} triggers for one step`,
  MR4005: 'Outputs of an existing job on a Glue workflow',
  MR4006: 'Prerequisites on a Glue workflow',
  MR4007: 'A retry after a timeout on a Glue workflow',
  MR4008: 'A retry with a delay on a Glue workflow',
  MR4009: 'A step that retries and is waited for with failed or finished',
  MR4010: 'A retry of a crawler on a Glue workflow',
  MR4011: 'A retry of an existing job on a Glue workflow',
  MR4012: 'A timeout of a crawler on a Glue workflow',
  MR4014: 'A run-time argument of an existing job on a Glue workflow',
  MR4015: 'A start other than on demand on a Glue workflow',
  MR4016: 'Overlap other than allow on a Glue workflow',
  MR4017: 'The stop policy on a Glue workflow',
  MR4018: 'A handler on a Glue workflow',
  MR4019: 'Two steps on one job or crawler',
  MR4020: 'A resume that must keep a crawler',
  MR4021: 'A resume that must keep an existing job',
  MR4101: 'A crawler that may be busy',
  MR4102: 'A dependency on failure does not see ERROR',
  MR4103: 'A dependency on any end does not see ERROR',
  MR4104: 'A crawl without a timeout',
  MR4106: 'Parameters that nobody checks before a first crawler or existing job',
  MR4107: 'An existing job with retries of its own',
  MR4108: 'An existing job in runs that overlap',
};

function entry(code: string, title: string): CatalogueEntry {
  const told = Object.values(rows).filter((row: Row) => row.code === code);
  const all = (pick: (row: Row) => string): string => [...new Set(told.map(pick))].join(' ');
  return { title, explanation: all(({ note }) => note), fix: all(({ hint }) => hint) };
}

/** What `millrace explain` says of this target's findings; ledger rows are told in the ledger's own words. */
export const glueCatalogue: Catalogue = {
  ...Object.fromEntries(Object.entries(titles).map(([code, title]) => [code, entry(code, title)])),
  [limitCodes.conditions]: {
    title: `More than ${LIMITS.conditions} conditions in one trigger`,
    explanation: `A Glue trigger holds at most ${LIMITS.conditions} conditions, and a step needs one for each step that it waits for.`,
    fix: 'Put steps in between that join some of the dependencies.',
  },
  [limitCodes.name]: {
    title: 'A name that is too long for Glue',
    explanation: `Names in Glue have at most ${LIMITS.name} characters; they are made of prefix, pipeline and step.`,
    fix: 'Shorten the prefix of the environment.',
  },
  [limitCodes.nodes]: {
    title: `More than ${LIMITS.recommendedNodes} nodes in one workflow`,
    explanation: `AWS recommends at most ${LIMITS.recommendedNodes} jobs, crawlers and triggers in one workflow: with more, stopping and resuming may fail.`,
    fix: 'Split the pipeline, or deploy it to Step Functions.',
  },
};
