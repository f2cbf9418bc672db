import type { ParamLayer } from './resolve.ts';

/** Values by where they are kept. */
export interface LayerValues {
  /** A file of values for one environment. */
  readonly environmentFile?: ParamLayer['values'] | undefined;
  /** The environment's own settings. */
  readonly environment?: ParamLayer['values'] | undefined;
  /** Saved arguments of the job: `DefaultArguments`, without their dashes. */
  readonly saved?: ParamLayer['values'] | undefined;
  readonly run?: ParamLayer['values'] | undefined;
  /** `NonOverridableArguments` of the job, without their dashes. */
  readonly nonOverridable?: ParamLayer['values'] | undefined;
}

/**
 * The layers in the order in which they override each other, for `resolveParams`: default < environment file < environment < saved on the
 * job < run < non-overridable.
 *
 * @example
 * resolveParams(declared, layersOf({ environment: { limit: 5 }, run: { limit: '7' } }), null).from // { limit: 'run' }
 */
export function layersOf(values: LayerValues): ParamLayer[] {
  const { environmentFile, environment, saved, run, nonOverridable } = values;
  return [
    { name: 'environment file', values: environmentFile ?? {} },
    { name: 'environment', values: environment ?? {} },
    { name: 'saved on the job', values: saved ?? {} },
    { name: 'run', values: run ?? {} },
    { name: 'non-overridable', values: nonOverridable ?? {} },
  ];
}
