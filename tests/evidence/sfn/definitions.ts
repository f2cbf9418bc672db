// What is compiled for Step Functions, judged by our validator and by asl-validator; timeouts, jitter and names in every definition; the size of chains.
import { createRequire } from 'node:module';
import { validate, type Json } from '@millrace/asl';
import type { Pipeline, Site } from '@millrace/core';
import { limits } from '@millrace/facts';
import { sfnTarget } from '@millrace/sfn';
import { plainPipeline, sourcesOf } from '@millrace/testkit';
import { site } from '../../equivalence/site.ts';
import { add, atMost, SEED, table, type Counts } from '../equivalence/tally.ts';
import { report, type Result } from '../report.ts';
import { drawn, examples } from './drawn.ts';

const RANDOM = atMost(1000);

type Fields = Readonly<Record<string, Json>>;
interface State {
  readonly name: string;
  readonly fields: Fields;
}

// A definition is JSON, and what holds states is an object.
const fieldsOf = (json: Json | undefined): Fields => (typeof json === 'object' && json !== null && !Array.isArray(json) ? json as Fields : {});
const listOf = (json: Json | undefined): readonly Json[] => (isList(json) ? json : []);
const isList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '');

/** Every state of a machine, those of branches and of maps included. */
function statesIn(machine: Fields): readonly State[] {
  return Object.entries(fieldsOf(machine['States'])).flatMap(([name, json]) => {
    const fields = fieldsOf(json);
    return [{ name, fields }, ...listOf(fields['Branches']).flatMap((branch) => statesIn(fieldsOf(branch))), ...statesIn(fieldsOf(fields['ItemProcessor']))];
  });
}

function definitionOf(pipeline: Pipeline, at: Site): Fields {
  const { resources, problems } = sfnTarget.compile(pipeline, at, sourcesOf(pipeline), { limits: 'report' });
  const definition = resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine')?.props['Definition'];
  if (definition === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return JSON.parse(JSON.stringify(definition)) as Fields;
}

/** Without a bound the service waits for a year and more. */
const bounded = ({ fields }: State): boolean => typeof fields['TimeoutSeconds'] === 'number' || /^\{%.+%\}$/s.test(textOf(fields['TimeoutSeconds']));

/** What is wrong with a definition by the rules that are ours, in sentences. */
function faultsOf(definition: Fields, seen: Counts): readonly string[] {
  const states = statesIn(definition);
  const names = states.map(({ name }) => name);
  const retriers = states.flatMap(({ name, fields }) => listOf(fields['Retry']).map((retrier) => ({ name, retrier: fieldsOf(retrier) })));
  for (const { fields } of states) add(seen, textOf(fields['Type']));
  add(seen, 'Retry', retriers.length);
  return [
    ...(definition['QueryLanguage'] === 'JSONata' ? [] : ['It is not written in JSONata.']),
    ...states.flatMap((state) => (state.fields['Type'] === 'Task' && !bounded(state) ? [`Task '${state.name}' has no TimeoutSeconds.`] : [])),
    ...retriers.flatMap(({ name, retrier }) => (retrier['JitterStrategy'] === 'FULL' ? [] : [`A Retry of '${name}' has no jitter.`])),
    ...names.flatMap((name, index) => [
      ...(name.length <= limits.sfnNameLength.value && name.trim() === name && name !== '' ? [] : [`The name '${name}' has ${name.length} characters.`]),
      ...(names.indexOf(name) === index ? [] : [`Two states are named '${name}'.`]),
    ]),
  ];
}

/** It wrongly refuses texts that are empty, span lines or only begin like an expression; Step Functions takes any. */
const tame = (_key: string, value: unknown): unknown => (typeof value === 'string' && !/^(\{% .+ %\}|(?!\{% ).+)$/.test(value) ? 'text' : value);
type Validate = (definition: unknown, options: { readonly checkArn: boolean }) => { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };
// A CommonJS module whose only export is the function.
const theirs = createRequire(import.meta.url)('asl-validator') as Validate;
const told = (wrong: readonly string[]): string => `${wrong.length}${wrong.length === 0 ? '' : `, the first: ${wrong[0] ?? ''}`}`;

async function judged(): Promise<readonly Result[]> {
  const from = performance.now();
  const both = (name: string, pipeline: Pipeline) => (['continue', 'stop'] as const).map((failurePolicy) => ({ name: `${name}, ${failurePolicy}`, pipeline: { ...pipeline, failurePolicy } }));
  const random = Array.from({ length: RANDOM }, (_, index) => both(`seed ${SEED + index}`, drawn(SEED + index))).flat();
  const named = (await examples()).flatMap(([name, pipeline]) => both(name, pipeline));
  const [ours, others, rules, sizes]: [string[], string[], string[], number[]] = [[], [], [], []];
  const [warnings, seen, overlaps, kinds]: [Counts, Counts, Counts, Counts] = [new Map(), new Map(), new Map(), new Map()];
  for (const { name, pipeline } of [...named, ...random]) {
    const definition = definitionOf(pipeline, site);
    const { problems } = validate(definition);
    for (const { code, severity, message } of problems) {
      if (severity === 'error') ours.push(`${name}: ${code} ${message}`);
      else add(warnings, code);
    }
    rules.push(...faultsOf(definition, seen).map((fault) => `${name}: ${fault}`));
    add(overlaps, pipeline.overlap);
    for (const { kind } of pipeline.steps) add(kinds, kind);
    sizes.push(Buffer.byteLength(JSON.stringify(definition)) / pipeline.steps.length);
    const { isValid, errorsText } = theirs(JSON.parse(JSON.stringify(definition, tame)), { checkArn: false });
    if (!isValid) others.push(`${name}: ${errorsText('; ')}`);
  }
  for (const line of [...ours, ...others, ...rules]) process.stderr.write(`${line}\n`);
  const all = named.length + random.length;
  const what = `${all} definitions (${RANDOM} random pipelines from seed ${SEED} on with schedules and S3 starts, and the examples, each under both policies; overlap ${table(overlaps)}; steps: ${table(kinds)})`;
  const sorted = sizes.sort((a, b) => a - b);
  const at = (share: number): string => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toLocaleString('en');
  const timeouts = ['ASL2001', 'ASL2002'].filter((code) => warnings.has(code));
  return [
    { figure: `${what}: our validator finds ${told(ours)} errors and ${timeouts.length === 0 ? 'no' : 'SOME'} warning of a timeout or heartbeat (warnings: ${table(warnings)}); asl-validator ${told(others)}; ${((performance.now() - from) / 1000).toFixed(0)} s`, holds: ours.length === 0 && others.length === 0 && timeouts.length === 0 },
    { figure: `${seen.get('Task') ?? 0} Tasks in them, nested ones included, each with TimeoutSeconds; ${seen.get('Retry') ?? 0} retriers, each with jitter; all in JSONata; names at most ${limits.sfnNameLength.value} characters, none twice in a machine: ${told(rules)} faults; states: ${table(seen)}`, holds: rules.length === 0 && (seen.get('Task') ?? 0) > 0 && (seen.get('Retry') ?? 0) > 0 },
    { figure: `bytes of a definition for each step, the frame of the machine included: median ${at(0.5)}, 10th percentile ${at(0.1)}, 90th ${at(0.9)}, most ${at(1)}`, holds: true },
  ];
}

/** Ten Glue jobs one after the other, without retries. */
function chains(): Result {
  const steps = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`job-${index + 1}`, index === 0 ? {} : { after: [`job-${index}`] }] as const));
  const counted = (['continue', 'stop'] as const).map((failurePolicy) => {
    const pipeline = plainPipeline('chain', steps, { failurePolicy });
    const { nodes } = sfnTarget.compile(pipeline, site, sourcesOf(pipeline));
    const definition = definitionOf(pipeline, site);
    const most = Math.max(...pipeline.steps.map(({ name }) => nodes[name]?.length ?? Infinity));
    return { failurePolicy, most, all: statesIn(definition).length, bytes: Buffer.byteLength(JSON.stringify(definition)) };
  });
  return {
    figure: `a chain of ten Glue jobs without retries: ${counted.map(({ failurePolicy, most, all, bytes }) => `policy ${failurePolicy} at most ${most} states for a step, ${all} in the whole machine with its start and end (${(all / 10).toFixed(1)} a step), ${Math.round(bytes / 10)} bytes a step`).join('; ')}`,
    holds: counted.every(({ most, all }) => most <= 3 && all <= 30),
  };
}

report([...(await judged()), chains()]);
