import { isObject, type JsonObject } from '../json.ts';
import { exclusive, checkFields, type Fields } from './fields.ts';
import { anything, number, payload, queryText, reference, template, text, texts, words } from './kinds.ts';
import { shown } from './problem.ts';
import type { Part, State } from './run.ts';
import { step } from './step.ts';
import { checkCalled } from './task.ts';

/** Fields that work only when each item runs in an execution of its own. Source: Step Functions developer guide, "Using Map state in Distributed mode". */
const distributedOnly = ['ItemReader', 'ItemBatcher', 'ResultWriter'];

/** What maps read from and write to. */
const readerActions = new Map([
  ['getObject', { parameters: ['Bucket', 'Key', 'VersionId', 'ExpectedBucketOwner', 'RequestPayer', 'PartNumber'], required: ['Bucket', 'Key'] }],
  ['listObjectsV2', { parameters: ['Bucket', 'Prefix', 'Delimiter', 'EncodingType', 'ExpectedBucketOwner', 'FetchOwner', 'MaxKeys', 'RequestPayer', 'StartAfter', 'ContinuationToken'], required: ['Bucket'] }],
]);
const writerActions = new Map([['putObject', { parameters: ['Bucket', 'Prefix', 'ExpectedBucketOwner'], required: ['Bucket'] }]]);

const mostItems = 100_000_000;
const mostBytes = 262_144;

const source: Fields = { Resource: { kind: text, required: true }, Parameters: { kind: template, only: 'JSONPath' }, Arguments: { kind: payload, only: 'JSONata' }, ReaderConfig: { kind: anything } };
const readerConfig: Fields = {
  InputType: { kind: words('CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST') }, ManifestType: { kind: words('ATHENA_DATA', 'S3_INVENTORY') }, Transformation: { kind: words('NONE', 'LOAD_AND_FLATTEN') },
  CSVHeaderLocation: { kind: words('FIRST_ROW', 'GIVEN') }, CSVHeaders: { kind: texts }, CSVDelimiter: { kind: words('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB') },
  ItemsPointer: { kind: queryText }, MaxItems: { kind: number(0, mostItems) }, MaxItemsPath: { kind: reference, only: 'JSONPath' },
};
const batcher: Fields = {
  BatchInput: { kind: payload }, MaxItemsPerBatch: { kind: number(1, mostItems) }, MaxItemsPerBatchPath: { kind: reference, only: 'JSONPath' },
  MaxInputBytesPerBatch: { kind: number(1, mostBytes) }, MaxInputBytesPerBatchPath: { kind: reference, only: 'JSONPath' },
};
const writer: Fields = { Resource: { kind: text }, Parameters: { kind: template, only: 'JSONPath' }, Arguments: { kind: payload, only: 'JSONata' }, WriterConfig: { kind: anything } };
const writerConfig: Fields = { Transformation: { kind: words('NONE', 'COMPACT', 'FLATTEN') }, OutputType: { kind: words('JSON', 'JSONL') } };
export const processorConfig: Fields = { Mode: { kind: words('INLINE', 'DISTRIBUTED') }, ExecutionType: { kind: words('STANDARD', 'EXPRESS') } };

/** The part of a map that runs for each item, under its current or its older name. */
export function processorOf({ json, at }: Part): Part | null {
  for (const name of ['ItemProcessor', 'Iterator']) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (isObject(value)) return { json: value, at: step(at, name) };
  }
  return null;
}

export function modeOf(processor: JsonObject): { readonly distributed: boolean; readonly express: boolean } {
  const config = processor['ProcessorConfig'];
  const distributed = isObject(config) && config['Mode'] === 'DISTRIBUTED';
  return { distributed, express: distributed && config['ExecutionType'] === 'EXPRESS' };
}

/** Checks a Map state apart from the states in it. */
export function checkMap(state: State): void {
  const { run, json, at, name } = state;
  const processor = processorOf(state);
  if (processor === null) {
    const field = Object.hasOwn(json, 'Iterator') ? 'Iterator' : 'ItemProcessor';
    if (Object.hasOwn(json, field)) run.report('ASL1005', step(at, field), `'${field}' of Map state '${name}' must be an object.`, 'Give it StartAt and States.');
    else run.report('ASL1101', at, `Map state '${name}' lacks its field 'ItemProcessor'.`, "Add 'ItemProcessor' with StartAt and States.");
  }
  const { distributed } = modeOf(processor?.json ?? {});
  if (!distributed && processor !== null) {
    for (const field of distributedOnly) {
      if (Object.hasOwn(json, field)) run.report('ASL1701', step(at, field), `'${field}' of Map state '${name}' needs distributed mode.`, 'Add "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" } to the ItemProcessor.');
    }
  }
  if (!distributed && processor !== null && Object.hasOwn(json, 'Label')) run.report('ASL2018', step(at, 'Label'), `'Label' of Map state '${name}' is for distributed mode.`, 'Remove it.');
  if (distributed && processor !== null && state.region.express) run.report('ASL1806', step(processor.at, 'ProcessorConfig'), `Map state '${name}' runs in an Express execution, which has no distributed maps.`, 'Use INLINE mode, or a STANDARD execution.');
  if (processor !== null) checkConfig(state, processor);
  for (const [old, now] of [['Iterator', 'ItemProcessor'], ['Parameters', 'ItemSelector']] as const) {
    if (Object.hasOwn(json, old) && state.language === 'JSONPath') run.report('ASL2007', step(at, old), `'${old}' of a Map state is outdated.`, `Use '${now}'.`);
  }
  if (Object.hasOwn(json, 'Parameters') && Object.hasOwn(json, 'ItemSelector')) run.report('ASL1107', step(at, 'Parameters'), `Map state '${name}' has both 'ItemSelector' and 'Parameters'.`, 'Keep ItemSelector.');
  checkLabel(state);
  checkReader(state);
  checkBatcher(state);
  checkWriter(state);
}

function checkConfig(state: State, processor: Part): void {
  const config = inner(state, processor, 'ProcessorConfig');
  if (config === null) return;
  checkFields(state, config, 'ProcessorConfig', processorConfig);
  if (config.json['Mode'] === 'DISTRIBUTED' && !Object.hasOwn(config.json, 'ExecutionType')) {
    state.run.report('ASL1702', config.at, `The distributed Map state '${state.name}' does not say its ExecutionType.`, 'Add "ExecutionType": "STANDARD" or "EXPRESS".');
  }
}

/** An object inside a part; null when it is not there, or is none and that was told. */
function inner({ run }: State, { json, at }: Part, field: string): Part | null {
  const value = Object.hasOwn(json, field) ? json[field] : undefined;
  if (value === undefined) return null;
  if (isObject(value)) return { json: value, at: step(at, field) };
  run.report('ASL1104', step(at, field), `'${field}' must be an object, not ${shown(value)}.`, 'Write it as { … }.');
  return null;
}

function checkLabel({ run, json, at }: State): void {
  const label = Object.hasOwn(json, 'Label') ? json['Label'] : undefined;
  if (label === undefined) return;
  const here = step(at, 'Label');
  if (typeof label !== 'string' || label.length === 0 || label.length > 40 || /[\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]/u.test(label)) {
    return run.report('ASL1703', here, `${shown(label)} cannot be the Label of a map.`, 'Use at most 40 letters, digits and hyphens.');
  }
  const other = run.labels.get(label);
  if (other !== undefined) run.report('ASL1703', here, `The Label '${label}' is used twice: also at ${other}.`, 'Labels are unique within the state machine.');
  else run.labels.set(label, here);
}

function checkReader(state: State): void {
  const reader = inner(state, state, 'ItemReader');
  if (reader === null) return;
  checkFields(state, reader, 'ItemReader', source);
  checkCalled(state, reader, readerActions);
  const config = inner(state, reader, 'ReaderConfig');
  if (config === null) return;
  checkFields(state, config, 'ReaderConfig', readerConfig);
  const { report } = state.run;
  const { CSVHeaderLocation: location, CSVHeaders: headers, Transformation: transformation, InputType: type } = config.json;
  if (location === 'GIVEN' && headers === undefined) report('ASL1704', config.at, "With 'CSVHeaderLocation' GIVEN the names of the columns must be given.", 'Add CSVHeaders: ["…"].');
  if (location === 'FIRST_ROW' && headers !== undefined) report('ASL1704', step(config.at, 'CSVHeaders'), "'CSVHeaders' are only for 'CSVHeaderLocation' GIVEN.", 'Remove them, or set CSVHeaderLocation to GIVEN.');
  if (transformation === 'LOAD_AND_FLATTEN' && type === undefined) report('ASL1704', config.at, "'Transformation' LOAD_AND_FLATTEN needs an 'InputType'.", 'Add InputType.');
}

function checkBatcher(state: State): void {
  const found = inner(state, state, 'ItemBatcher');
  if (found === null) return;
  checkFields(state, found, 'ItemBatcher', batcher);
  const limits = exclusive.flat().filter((field) => field.includes('PerBatch'));
  if (!limits.some((field) => Object.hasOwn(found.json, field))) {
    state.run.report('ASL1704', found.at, 'ItemBatcher must say how large a batch may be.', 'Add MaxItemsPerBatch or MaxInputBytesPerBatch.');
  }
}

function checkWriter(state: State): void {
  const found = inner(state, state, 'ResultWriter');
  if (found === null) return;
  checkFields(state, found, 'ResultWriter', writer);
  checkCalled(state, found, writerActions);
  const config = inner(state, found, 'WriterConfig');
  if (config !== null) checkFields(state, config, 'WriterConfig', writerConfig);
}

