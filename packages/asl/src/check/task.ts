import { isObject } from '../json.ts';
import { expressionIn } from '../query/expression.ts';
import { optimized, type OptimizedAction } from '../integrations/optimized.ts';
import { resourceOf, type Resource } from '../integrations/resource.ts';
import type { Action } from '../integrations/services.ts';
import { adviseTask, type Called } from './advice.ts';
import { cut } from './problem.ts';
import type { Part, State } from './run.ts';
import { step } from './step.ts';

type Integration = Extract<Resource, { readonly is: 'sdk' | 'optimized' }>;

/** Checks what a task calls and with which parameters, and whether it follows AWS's advice. */
export function checkTask(state: State): void {
  const { run, json, at, name } = state;
  const text = json['Resource'];
  checkTimes(state);
  if (typeof text !== 'string') return adviseTask(state, { is: 'later' });
  const here = step(at, 'Resource');
  if (expressionIn(text) !== null) return run.report('ASL1801', here, `The Resource of state '${name}' must be a constant: it cannot be an expression.`, 'Write the ARN, or pass what varies as an argument.');
  const resource = resourceOf(text);
  if (resource.is === 'unknown') run.report('ASL1801', here, `'${cut(text)}' of state '${name}' is not a resource that a task can call.`, 'Name a Lambda function, an activity or a service integration: arn:aws:states:::service:action.');
  if (resource.is === 'later' && !text.includes('${')) run.report('ASL2009', here, `The Resource '${cut(text)}' of state '${name}' is no ARN.`, 'Put the ARN in its place before AWS gets the definition.');
  if (state.region.express) checkExpress(state, resource, here);
  if (resource.is === 'sdk') checkSdk(state, resource, here);
  if (resource.is === 'optimized') checkOptimized(state, resource, here);
  adviseTask(state, called(resource));
}

function called(resource: Resource): Called {
  if (resource.is !== 'sdk' && resource.is !== 'optimized') return { is: resource.is };
  const { is, service, action, pattern } = resource;
  return { is, service, action, token: pattern === '.waitForTaskToken', waits: pattern !== '', syncExists: is === 'optimized' && optimized.get(service)?.actions.get(action)?.sync === true };
}

function checkTimes({ run, json, at }: State): void {
  const { HeartbeatSeconds: beat, TimeoutSeconds: timeout } = json;
  if (typeof timeout === 'number' && run.timeout !== null && timeout > run.timeout) {
    run.report('ASL2020', step(at, 'TimeoutSeconds'), `TimeoutSeconds (${timeout}) is longer than that of the state machine (${run.timeout}).`, 'Lower it, or raise that of the machine.');
  }
  if (typeof beat !== 'number' || typeof timeout !== 'number' || beat < timeout) return;
  run.report('ASL1504', step(at, 'HeartbeatSeconds'), `HeartbeatSeconds (${beat}) must be below TimeoutSeconds (${timeout}).`, 'Lower it, or raise TimeoutSeconds.');
}

function checkExpress({ run, name }: State, resource: Resource, at: string): void {
  const pattern = resource.is === 'sdk' || resource.is === 'optimized' ? resource.pattern : '';
  if (resource.is !== 'activity' && pattern === '') return;
  run.report('ASL1806', at, `State '${name}' runs in an Express execution, which has no ${resource.is === 'activity' ? 'activities' : pattern}.`, 'Use a STANDARD execution, or call the service without waiting.');
}

function checkSdk(state: State, { service, action, pattern }: Integration, at: string): void {
  const { run } = state;
  if (pattern !== '' && pattern !== '.waitForTaskToken') {
    const near = run.near(`.${pattern.slice(1)}`, ['.waitForTaskToken']);
    run.report('ASL1803', at, `SDK integrations have no '${cut(pattern)}'.`, near === null ? "Use the service's optimized integration if it has one, or ask in a circle until the job has ended." : `Did you mean '${near}'?`);
  }
  const names = run.services();
  if (names === null) return;
  const actions = names.actions(service);
  if (actions === null) return tellUnknown(state, service, names.services, at, 'service', `aws-sdk:${service}`);
  const known = actions.get(action);
  if (known === undefined) return tellUnknown(state, action, actions.keys(), at, 'action', `aws-sdk:${service}:${action}`);
  checkParameters(state, known, `${service}:${action}`);
}

/** The names of services are short, and old services are gone from the models: a near name says little below this length. */
const tellingName = 6;

/** Service models grow: a name that is near no known one may be newer than they are. */
function tellUnknown({ run, name }: State, word: string, known: Iterable<string>, at: string, what: string, whole: string): void {
  const near = run.near(word, known);
  const code = near !== null && word.length >= tellingName ? 'ASL1802' : 'ASL2012';
  const hint = near === null ? 'Correct it, or ignore this if the service is newer.' : `Did you mean '${near}'?`;
  run.report(code, at, `State '${name}' calls '${cut(whole)}', and the service models have no such ${what}.`, hint);
}

function checkOptimized(state: State, { service, action, pattern }: Integration, at: string): void {
  const { run, name } = state;
  const found = optimized.get(service);
  if (found === undefined) {
    const near = run.near(service, optimized.keys());
    const sdk = run.services()?.services.has(service) === true;
    return run.report('ASL1802', at, `State '${name}' calls '${cut(service)}', which has no optimized integration.`, near !== null ? `Did you mean '${near}'?` : sdk ? `Call it by the SDK: 'aws-sdk:${service}:${action}'.` : `There are ${[...optimized.keys()].join(', ')}; others are called by 'aws-sdk:service:action'.`);
  }
  const known = found.actions.get(action);
  if (known === undefined) {
    const near = run.near(action, found.actions.keys());
    return run.report('ASL1802', at, `State '${name}' calls '${cut(`${service}:${action}`)}', and the optimized integration has no such action.`, near === null ? `It has ${[...found.actions.keys()].join(', ')}; others are called by 'aws-sdk:service:action'.` : `Did you mean '${near}'?`);
  }
  const patterns = ['', ...(known.sync ? ['.sync', '.sync:2'] : []), ...(found.token ? ['.waitForTaskToken'] : [])].filter((one) => one !== '.sync:2' || service === 'states');
  if (!patterns.includes(pattern)) run.report('ASL1803', at, `'${service}:${action}' has no '${cut(pattern)}'.`, `It has ${patterns.map((one) => (one === '' ? 'the request alone' : `'${one}'`)).join(', ')}.`);
  const parameters = parametersOf(state, known);
  if (parameters !== null) checkParameters(state, parameters, `${service}:${action}`);
}

function parametersOf({ run }: State, { like, parameters, required }: OptimizedAction): Action | null {
  if (like === null) return parameters.length === 0 ? null : { parameters, required: required ?? [] };
  return run.services()?.actions(like[0])?.get(like[1]) ?? null;
}

/** Checks what a map reads from or writes to: an action of S3 and its parameters. */
export function checkCalled(state: State, part: Part, actions: ReadonlyMap<string, Action>): void {
  const text = part.json['Resource'];
  const resource = typeof text === 'string' ? resourceOf(text) : { is: 'later' as const };
  if (typeof text !== 'string' || resource.is === 'later') return;
  const known = resource.is === 'optimized' && resource.service === 's3' && resource.pattern === '' ? actions.get(resource.action) : undefined;
  if (known !== undefined) return checkParameters(state, known, text, part);
  const names = [...actions.keys()];
  const near = resource.is === 'optimized' ? state.run.near(resource.action, names) : null;
  state.run.report('ASL1802', step(part.at, 'Resource'), `'${cut(text)}' is not what a Map state can use here.`, near === null ? `Use ${names.map((name) => `arn:aws:states:::s3:${name}`).join(' or ')}.` : `Did you mean '${near}'?`);
}

function checkParameters(state: State, { parameters, required }: Action, what: string, part: Part = state): void {
  const { run, language } = state;
  const { json, at } = part;
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  const given = Object.hasOwn(json, field) ? json[field] : undefined;
  // An expression, or the whole input, gives parameters that are not known before the run.
  if (!isObject(given)) return;
  const here = step(at, field);
  const names = new Set(Object.keys(given).map((key) => (language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key)));
  for (const key of Object.keys(given)) {
    const name = language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key;
    if (parameters.includes(name)) continue;
    const near = run.near(name, parameters);
    if (near === null) run.report('ASL2012', step(here, key), `The service models have no parameter '${cut(name)}' of ${what}.`, `They have ${cut(parameters.join(', '))}.`);
    else {
      names.add(near);
      run.report('ASL1804', step(here, key), `${what} has no parameter '${cut(name)}'.`, `Did you mean '${near}'?`);
    }
  }
  for (const name of required) if (!names.has(name)) run.report('ASL1805', here, `${what} needs the parameter '${name}'.`, `Add '${name}'.`);
}
