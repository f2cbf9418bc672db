import type { Pipeline, Site } from '@millrace/core';
import type { Clock } from '@millrace/deploy';
import type { LogReader, RunStore } from '@millrace/workload';
import type { GluePort } from '../port.ts';
import type { Nodes } from './nodes.ts';

/** What every part of the runner works with. */
export interface RunnerContext {
  readonly port: GluePort;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly logs: LogReader;
  readonly pipeline: Pipeline;
  readonly site: Site;
  readonly workflow: string;
  /** Job of the opener. */
  readonly opener: string;
  readonly nodes: Nodes;
}

/** Run properties that tie a workflow run to its run. */
export const RUN = 'millrace:run';
export const DATE = 'millrace:date';
export const CONTINUATION = 'millrace:continuation';
