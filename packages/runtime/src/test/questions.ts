import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideAttach, decideBootstrap, decideOutputs, type OtherJobRun, type RunView } from '../decide-bootstrap.ts';
import { decideBridge } from '../decide-bridge.ts';
import { decideGate } from '../decide-gate.ts';
import { decideOpener } from '../decide-opener.ts';
import type { BridgeView, CallFacts, OpenerView } from '../helper-actions.ts';
import type { BridgeCall, BridgeSpec, CloserSpec, GateSpec, HelperBase, OpenerSpec } from '../helper-spec.ts';
import type { JobSpec, SpecOutput } from '../job-spec.ts';
import { outcomesOf } from '../outcomes.ts';
import { bootstrapPy, helperPy } from '../python.ts';
import type { NodeRun, RunState } from '../run-state.ts';
import { type Case, randomCase, viewOf } from '../testing.ts';
import { diceOf, type Dice } from './dice.ts';
import { JOB_STATES, randomCalls, randomParams, randomState, randomSteps, randomValue, randomValues, RUN, START, type Steps } from './worlds.ts';

/** One input of a decision, as plain data. */
export type Question =
  | { readonly kind: 'bootstrap'; readonly input: Case }
  | { readonly kind: 'attach'; readonly input: { readonly spec: JobSpec; readonly view: Omit<RunView, 'read'>; readonly natives: readonly string[]; readonly others: readonly OtherJobRun[] } }
  | { readonly kind: 'outcomes'; readonly input: { readonly steps: Steps; readonly state: RunState; readonly policy: 'continue' | 'stop' } }
  | { readonly kind: 'gate'; readonly input: { readonly spec: GateSpec | CloserSpec; readonly view: RunState } }
  | { readonly kind: 'bridge'; readonly input: { readonly spec: BridgeSpec; readonly view: BridgeView } }
  | { readonly kind: 'opener'; readonly input: { readonly spec: OpenerSpec; readonly view: OpenerView } };

export const KINDS = ['gate', 'closer', 'bridge', 'opener', 'bootstrap', 'policy', 'attach', 'outcomes'] as const;

export function randomQuestion(kind: (typeof KINDS)[number], seed: number): Question {
  const dice = diceOf(seed);
  switch (kind) {
    case 'bootstrap':
      return { kind, input: randomCase(seed) };
    case 'policy':
      return { kind: 'bootstrap', input: policyCase(dice, seed) };
    case 'attach':
      return { kind, input: attachInput(dice, seed) };
    case 'outcomes': {
      const steps = randomSteps(dice);
      return { kind, input: { steps, state: randomState(dice, steps), policy: dice.pick(['continue', 'stop']) } };
    }
    case 'gate':
    case 'closer':
      return { kind: 'gate', input: gateInput(dice, kind) };
    case 'bridge':
      return { kind, input: bridgeInput(dice) };
    case 'opener':
      return { kind, input: openerInput(dice) };
  }
}

/** The answer of the TypeScript model, as JSON. */
export function answerOf(question: Question): unknown {
  return JSON.parse(JSON.stringify(modelOf(question)));
}
function modelOf(question: Question): unknown {
  switch (question.kind) {
    case 'bootstrap': {
      const { spec, view, left } = question.input;
      return [decideBootstrap(spec, viewOf(question.input)), decideOutputs(spec, RUN, view.jobRunId, left)];
    }
    case 'attach': {
      const { spec, view, natives, others } = question.input;
      return decideAttach(spec, view, natives, others);
    }
    case 'outcomes':
      return outcomesOf(question.input.steps, question.input.state, question.input.policy);
    case 'gate':
      return decideGate(question.input.spec, question.input.view);
    case 'bridge':
      return decideBridge(question.input.spec, question.input.view);
    case 'opener':
      return decideOpener(question.input.spec, question.input.view);
  }
}

/** What an answer decides, in a few words: to see that each decision comes up. */
export function decisionIn(answer: unknown): string {
  const first: unknown = Array.isArray(answer) ? answer[0] : answer;
  if (first === null || typeof first !== 'object') return 'none';
  if (!('action' in first)) return 'facts';
  const action = String(first.action);
  if (action === 'end' && 'exitCode' in first && 'message' in first) return `end ${String(first.exitCode)}: ${words(String(first.message))}`;
  return 'request' in first && typeof first.request === 'object' && first.request !== null && 'type' in first.request ? `call ${String(first.request.type)}` : action;
}
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/does not go on/, 'refused'], [/was refused/, 'followed'], [/cannot (go on|start)/, 'problems'], [/is kept/, 'kept'], [/being stopped/, 'stopped'], [/run stops|stops, since/, 'policy'], [/skipped/, 'skipped'], [/ended (\w+)/, 'bad'], [/wait for their turn/, 'full'], [/nothing to handle/, 'well'],
];
const words = (message: string): string => SENTENCES.find(([sentence]) => sentence.test(message))?.[1] ?? 'good';

const DRIVER = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import bootstrap, helper
def bootstrapped(q):
    left = bootstrap.decide_outputs(q["spec"], sys.argv[2], q["view"]["jobRunId"], q["left"])
    return [bootstrap.decide(q["spec"], q["view"], q["objects"].get), left]
ANSWERS = {
    "bootstrap": bootstrapped,
    "attach": lambda q: bootstrap.decide_attach(q["spec"], q["view"], q["natives"], q["others"]),
    "outcomes": lambda q: helper.outcomes_of(q["steps"], q["state"], q["policy"]),
    "gate": lambda q: helper.decide_gate(q["spec"], q["view"]),
    "bridge": lambda q: helper.decide_bridge(q["spec"], q["view"]),
    "opener": lambda q: helper.decide_opener(q["spec"], q["view"]),
}
for line in sys.stdin.buffer:
    question = json.loads(line)
    print(json.dumps(ANSWERS[question["kind"]](question["input"])))
`;

/** The answers of the Python that runs inside jobs: one process, a question a line. */
export function pythonAnswers(questions: readonly Question[], python = 'python3'): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-python-'));
  try {
    writeFileSync(join(folder, 'bootstrap.py'), bootstrapPy.text);
    writeFileSync(join(folder, 'helper.py'), helperPy.text);
    const input = questions.map((one) => `${JSON.stringify(one)}\n`).join('');
    const done = spawnSync(python, ['-W', 'error', '-c', DRIVER, folder, RUN], { input, encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024 });
    if (done.status !== 0) throw new Error(`${python} failed: ${done.stderr.slice(-4000)}`);
    return done.stdout.trimEnd().split('\n').map((line): unknown => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function baseOf(dice: Dice, steps: Steps): HelperBase {
  return { schemaVersion: 1, pipeline: 'orders', graphHash: 'abc', job: 'p-orders--x', runsBucket: 'runs', timezone: dice.pick(['UTC', 'Europe/Madrid', 'Pacific/Auckland']), ...randomParams(dice), failurePolicy: dice.pick(['continue', 'stop']), steps, pollSeconds: 20 };
}

function gateInput(dice: Dice, kind: 'gate' | 'closer'): { readonly spec: GateSpec | CloserSpec; readonly view: RunState } {
  const steps = randomSteps(dice);
  const view = randomState(dice, steps);
  const base = baseOf(dice, steps);
  if (kind === 'gate') return { spec: { ...base, kind, step: dice.chance(0.97) ? (Object.keys(steps).at(-1) ?? 'load') : 'stranger' }, view };
  const handler = dice.pick(['onFailure', 'finally', null] as const);
  const facts = { node: dice.pick(['job', 'bridge'] as const), name: 'p-on-failure', retries: dice.pick([0, 1]), after: [], join: 'all' as const, optional: false };
  const before = handler === 'finally' && dice.chance(0.7) ? { step: 'on-failure', facts } : null;
  const runs = before !== null && dice.chance(0.6) ? { ...view.jobs, 'p-on-failure': [{ id: 'jr_h', state: dice.pick(JOB_STATES), attempt: 0, start: START, end: null }] } : view.jobs;
  // Mostly all has ended, else a closer has nothing to decide.
  const settle = (state: string): string => (['STARTING', 'RUNNING', 'STOPPING', 'WAITING'].includes(state) ? 'SUCCEEDED' : state);
  const jobs = dice.chance(0.6) ? Object.fromEntries(Object.keys(steps).map((name) => steps[name]?.name ?? '').map((name) => [name, (runs[name] ?? [{ id: `jr_${name}`, state: 'SUCCEEDED', attempt: 0, start: START, end: null }]).map((run) => ({ ...run, state: settle(run.state) }))])) : runs;
  const spec: CloserSpec = { ...base, kind, handler, before, stops: dice.chance(0.5) };
  return dice.chance(0.25) ? withLoss(dice, spec, { ...view, jobs: runs }) : { spec, view: { ...view, jobs: { ...runs, ...jobs } } };
}

/** A job that Glue itself could not run, and what waits for it: lost, or skipped by the rules as well, or started by a gate. */
function withLoss(dice: Dice, spec: CloserSpec, view: RunState): { readonly spec: CloserSpec; readonly view: RunState } {
  const step = (name: string, more: Partial<Steps[string]>): Steps[string] => ({ node: 'job', name: `p-${name}`, retries: 0, after: [], join: 'all', optional: dice.chance(0.8), ...more });
  const on = (name: string) => ({ step: name, on: dice.pick(['failed', 'finished', 'succeeded'] as const) });
  const steps: Steps = {
    a: step('a', {}), c: step('c', {}),
    b: step('b', { after: [on('a'), ...(dice.chance(0.4) ? [on('c')] : [])], join: dice.pick(['all', 'any']), ...(dice.chance(0.2) ? { gated: true as const } : {}) }),
    d: step('d', { after: [on('b')] }),
  };
  const ended = (name: string, states: readonly NodeRun['state'][]): Readonly<Record<string, readonly NodeRun[]>> => ({ [`p-${name}`]: [{ id: `jr_${name}`, state: dice.pick(states), attempt: 0, start: START, end: null }] });
  const jobs = { 'p-on-failure': view.jobs['p-on-failure'] ?? [], ...ended('a', ['ERROR', 'ERROR', 'EXPIRED', 'FAILED']), ...ended('c', ['SUCCEEDED', 'FAILED', 'ERROR']) };
  const folder = Object.fromEntries(Object.entries(view.folder).filter(([key]) => !key.startsWith('steps/')));
  return { spec: { ...spec, steps, failurePolicy: dice.pick(['continue', 'continue', 'stop']) }, view: { ...view, jobs, folder } };
}

function randomCall(dice: Dice): BridgeCall {
  switch (dice.pick(['job', 'job', 'crawler', 'crawler', 'lambda', 'sns', 'ssm', 'wait'] as const)) {
    case 'job':
      return dice.chance(0.7)
        ? { type: 'job', job: 'p-load', arguments: randomValues(dice), timeoutMinutes: dice.between(1, 120) }
        : { type: 'job', job: 'p-load', arguments: randomValues(dice), timeoutMinutes: null, until: 'started' };
    case 'crawler':
      return { type: 'crawler', crawler: 'p-load' };
    case 'lambda':
      return { type: 'lambda', function: 'f', payload: randomValues(dice) };
    case 'sns':
      return { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:1:t', subject: dice.chance(0.5) ? randomValue(dice) : null, message: dice.chance(0.5) ? randomValue(dice) : null };
    case 'ssm':
      return { type: 'ssm', document: 'd', parameters: randomValues(dice) };
    case 'wait':
      return { type: 'wait', seconds: dice.between(0, 3600) };
  }
}

function bridgeInput(dice: Dice): { readonly spec: BridgeSpec; readonly view: BridgeView } {
  const steps: Steps = { ...randomSteps(dice), load: { node: 'bridge', name: 'p-orders--x', retries: 0, after: [], join: 'all', optional: false } };
  const state = randomState(dice, steps);
  const folder: Record<string, unknown> = Object.fromEntries(Object.entries(state.folder).filter(([key]) => !key.startsWith('calls/load/')));
  for (const four of dice.chance(0.9) ? [state.chain.at(-1)?.properties['millrace:continuation'] ?? '1'] : ['1', '2']) randomCalls(dice, 'load', four.padStart(4, '0'), folder);
  const jobs = { ...state.jobs, 'p-orders--x': [{ id: 'jr_own', state: 'RUNNING', attempt: 0, start: START, end: null }] };
  const outputs: readonly SpecOutput[] = ['integer', 'string'];
  const spec: BridgeSpec = {
    ...baseOf(dice, steps), kind: 'bridge', step: 'load', call: randomCall(dice), handler: dice.chance(0.25), timeoutSeconds: dice.pick([60, 1800, 7200]),
    retry: { attempts: dice.between(0, 3), on: dice.some(['failed', 'timedOut'], 0.7), delaySeconds: dice.pick([0, 0, 60, 3600]) },
    ...(dice.chance(0.3) ? { outputs: { rows: dice.pick(outputs) } } : {}),
  };
  const call: CallFacts = {
    running: dice.chance(0.75) ? { id: dice.pick(['', 'jr_load', 'jr_load_1']), state: dice.pick(['running', 'running', 'running', 'succeeded', 'failed', 'timedOut', 'stopped']), message: dice.pick([null, '', 'no 😀']) } : null,
    other: dice.chance(0.2) ? dice.pick(['', 'jr_other']) : null,
    outputs: dice.pick([null, '{"rows": 3}', '{"rows": "x"}', '{']),
  };
  return { spec, view: { ...state, jobs, folder, call } };
}

function openerInput(dice: Dice): { readonly spec: OpenerSpec; readonly view: OpenerView } {
  const steps = randomSteps(dice);
  const state = randomState(dice, steps);
  const started = state.chain[0]?.startedOn ?? state.now;
  const run = state.chain.some(({ properties }) => properties['millrace:run'] !== undefined) ? RUN : (state.chain.at(-1)?.runId ?? state.jobRunId).replace('_', '-');
  const key = (at: number, name: string): string => `orders/_queue/${String(at).padStart(13, '0')}-${name}.json`;
  const others = Array.from({ length: dice.pick([0, 0, 1, 3]) }, (_, index) => ({ key: key(started + dice.between(-3, 3), `r${index}`), run: `r${index}`, nativeId: `wr_o${index}`, live: dice.chance(0.5) }));
  const own = dice.chance(0.6) ? [{ key: key(started, run), run, nativeId: 'wr_1', live: true }] : [];
  const holder = dice.chance(0.5) ? { run: dice.pick([run, 'r9']), nativeId: dice.pick(['wr_1', 'wr_2', 'wr_9']), live: dice.chance(0.5), etag: '"e"' } : null;
  const spec: OpenerSpec = { ...baseOf(dice, steps), kind: 'opener', overlap: dice.pick(['queue', 'queue', 'queue', 'allow', 'skip']), mostQueued: dice.pick([1, 2, 100]), workflow: 'w' };
  // Most runs have passed the first look, which freezes them.
  const folder = dice.chance(0.6) ? { ...state.folder, 'run.json': { date: '2026-02-01', params: {} } } : state.folder;
  return { spec, view: { ...state, folder, tickets: [...others, ...own], holder } };
}

function policyCase(dice: Dice, seed: number): Case {
  const one = randomCase(seed);
  const steps: Steps = { ...randomSteps(dice), load: { node: 'job', name: 'p-orders-load', retries: 0, after: [], join: 'all', optional: false } };
  const state = randomState(dice, steps);
  const folder = `orders/${state.chain.some(({ properties }) => properties['millrace:run'] !== undefined) ? RUN : (state.chain.at(-1)?.runId ?? 'JR_1').toLowerCase().replace('_', '-')}/`;
  const objects = Object.fromEntries(Object.entries(state.folder).map(([key, body]) => [`${folder}${key}`, body]));
  return { ...one, spec: { ...one.spec, policy: { steps }, ...randomParams(dice) }, view: { ...one.view, chain: state.chain, workflow: state.workflow, now: state.now, state }, objects };
}

function attachInput(dice: Dice, seed: number): Extract<Question, { kind: 'attach' }>['input'] {
  const { spec, view } = randomCase(seed);
  const others = Array.from({ length: dice.between(0, 4) }, (_, index): OtherJobRun => ({
    id: dice.pick(['JR_1', 'JR_0', 'JR_2', `jr_${index}`]), state: dice.pick(JOB_STATES), start: view.now + dice.between(-2, 2) * 1000,
    arguments: { ...(dice.chance(0.7) ? { '--WORKFLOW_RUN_ID': dice.pick(['wr_A/0_Z', 'wr_A/1_Z', 'wr_n', 'wr_other']) } : {}), ...(dice.chance(0.3) ? { '--MILLRACE_RUN': dice.pick([RUN, 'other']) } : {}) },
  }));
  return { spec, view, natives: dice.chance(0.5) ? ['wr_n'] : [], others };
}
