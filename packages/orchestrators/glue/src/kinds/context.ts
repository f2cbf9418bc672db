import type { Pipeline, Site, Sources } from '@millrace/core';

/** What a kind may look at when it builds its node. */
export interface Context {
  readonly pipeline: Pipeline;
  readonly site: Site;
  readonly sources: Sources;
}
