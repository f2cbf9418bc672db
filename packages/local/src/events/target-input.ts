import type { Json } from '@millrace/core';
import { isList, isRecord } from '../service/input.ts';
import type { TargetRow } from './rows.ts';

/** The text that a target gets of an event: the event itself, a constant, a part, or a template with parts. */
export function targetInput(target: TargetRow, event: Json, facts: { readonly ruleArn: string; readonly ruleName: string; readonly time: string }): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(partOf(event, target.InputPath) ?? null);
  const { InputTransformer: transformer } = target;
  if (transformer === undefined) return JSON.stringify(event);
  const own = Object.entries(transformer.InputPathsMap ?? {}).map(([name, path]): [string, Json] => [name, partOf(event, path) ?? null]);
  const values = new Map<string, Json>([
    ...own,
    ['aws.events.rule-arn', facts.ruleArn],
    ['aws.events.rule-name', facts.ruleName],
    ['aws.events.event.ingestion-time', facts.time],
    ['aws.events.event', event],
    ['aws.events.event.json', event],
  ]);
  return fill(transformer.InputTemplate, values);
}

/** `$.detail.object.key`, `$.resources[0]`; undefined when the event has none. */
function partOf(event: Json, path: string): Json | undefined {
  let here: Json | undefined = event;
  for (const [, name, index] of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]/gu)) {
    if (here === undefined) return undefined;
    if (index !== undefined) here = isList(here) ? here[Number(index)] : undefined;
    else here = isRecord(here) && name !== undefined && Object.hasOwn(here, name) ? here[name] : undefined;
  }
  return here;
}

/** `<name>` stands for a JSON value, or inside a string of the template for its text. */
function fill(template: string, values: ReadonlyMap<string, Json>): string {
  let inString = false;
  return template.replaceAll(/\\.|"|<([\w.-]+)>/gu, (whole, name: string | undefined) => {
    if (whole === '"') inString = !inString;
    if (name === undefined || !values.has(name)) return whole;
    const value = values.get(name) ?? null;
    if (!inString) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}
