export type { JobSpec, SpecOutput, SpecParam, SpecScalar, SpecValue } from './job-spec.ts';
export { secretReference } from './arguments.ts';
export {
  attemptOutputsKey, decideAttach, decideBootstrap, decideOutputs, timedOutMarker, wrongOutputsMarker, type BootstrapDecision, type BootstrapWrite, type OtherJobRun, type OutputsDecision, type RunView,
} from './decide-bootstrap.ts';
export { decideBridge } from './decide-bridge.ts';
export { decideGate } from './decide-gate.ts';
export { decideOpener, holderKey, queuePrefix } from './decide-opener.ts';
export type {
  BridgeAction, BridgeView, CallAction, CallFacts, CallRequest, EndAction, GateAction, OpenerAction, OpenerView, RecordAction, StopAction, StopCallAction, TakeAction, Ticket, WaitAction, WriteAction,
} from './helper-actions.ts';
export type { BridgeCall, BridgeSpec, CloserSpec, GateSpec, HelperBase, HelperSpec, OpenerSpec, StepFacts } from './helper-spec.ts';
export { helperWithSteps, jobWithSteps, type GraphAddress, type StoredHelperSpec, type StoredJobSpec } from './shared-graph.ts';
export { decideJoins, type JoinDecision, type StepOutcome } from './joins.ts';
export { callsOf, openAttempt, outcomesOf, type CallRecord, type LiveRun, type RunOutcomes, type StepState } from './outcomes.ts';
export { checkOutputs, MOST_OUTPUT_BYTES, outputsSentence, type CheckedOutputs } from './outputs.ts';
export { continuationOf, isNeeded, runIdOf, type ChainLink, type NodeRun, type RunState } from './run-state.ts';
export { awsgluePy, bootstrapPy, helperPy, runnerPy, type PythonText } from './python.ts';
export { indexName, scheduledAt } from './freeze.ts';
export { isContinuation, isRunId } from './refusal.ts';
