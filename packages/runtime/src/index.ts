export type { JobSpec, SpecParam, SpecScalar, SpecValue } from './job-spec.ts';
export { decideBootstrap, type BootstrapDecision, type BootstrapWrite, type RunView } from './decide-bootstrap.ts';
export { awsgluePy, bootstrapPy, runnerPy, type PythonText } from './python.ts';
