export type { JobSpec, SpecOutput, SpecParam, SpecScalar, SpecValue } from './job-spec.ts';
export {
  attemptOutputsKey, decideBootstrap, decideOutputs, secretReference, type BootstrapDecision, type BootstrapWrite, type OutputsDecision, type RunView,
} from './decide-bootstrap.ts';
export { checkOutputs, MOST_OUTPUT_BYTES, outputsSentence, type CheckedOutputs } from './outputs.ts';
export type { BridgeCall, BridgeSpec, CloserSpec, GateSpec, HelperBase, HelperSpec, OpenerSpec, StepFacts } from './helper-spec.ts';
export { awsgluePy, bootstrapPy, runnerPy, type PythonText } from './python.ts';
