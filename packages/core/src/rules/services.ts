import type { Finding } from '../author/report.ts';
import type { Prerequisite, Value } from '../model.ts';
import { S3_URI } from './setting-values.ts';
import type { Rule, Subject } from './rule.ts';

type Form = { readonly pattern: RegExp; readonly looks: string };
const arn = (service: string, resource: string): string => `arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${resource}`;

// Name or ARN, as the services take them.
const FUNCTION: Form = { pattern: new RegExp(`^(${arn('lambda', 'function:')})?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?$`), looks: "the function's name, name:alias, or its ARN" };
const TOPIC: Form = { pattern: new RegExp(`^(${arn('sns', '')})?[A-Za-z0-9_-]{1,256}(\\.fifo)?$`), looks: "the topic's name or its ARN" };
const DOCUMENT: Form = { pattern: new RegExp(`^(${arn('ssm', '(automation-definition|document)/')}|arn:aws[a-z-]*:ssm:[a-z0-9-]+::document/)?[A-Za-z0-9_.-]{3,128}$`), looks: "the document's name or its ARN" };
const PARAMETER = /^[A-Za-z0-9_.-]{1,64}$/;
const SUBJECT = /^[\x20-\x7e]{1,100}$/;

/** MR1078: what functions, topics and automations are called and given. */
export const services: Rule = ({ all }) =>
  all.flatMap(({ step, pointer }): Finding[] => {
    const at = (field: string, message: string, hint: string): Finding => ({ code: 'MR1078', pointer: `${pointer}/with/${field}`, message: `step '${step.name}': ${message}`, hint });
    // An empty name was told as missing.
    const named = (field: string, text: string, { pattern, looks }: Form): Finding[] => (text === '' || pattern.test(text) ? [] : [at(field, `'${text}' cannot be ${looks}`, `Write ${looks}.`)]);
    switch (step.kind) {
      case 'lambda':
        return named('use', step.with.use, FUNCTION);
      case 'sns':
        return [...named('topic', step.with.topic, TOPIC), ...subject(step.with.subject, at), ...(step.with.message === '' ? [at('message', 'the message is empty', 'Write a text, or leave it out.')] : [])];
      case 'ssm':
        return [...named('document', step.with.document, DOCUMENT), ...Object.keys(step.with.parameters ?? {}).filter((name) => !PARAMETER.test(name)).map((name) => at('parameters', `an automation has no parameter named '${name}'`, 'Use letters, digits, dots, hyphens and underscores.'))];
      case 'glueJob':
      case 'crawler':
      case 'wait':
        return [];
    }
  });

function subject(given: Value | undefined, at: (field: string, message: string, hint: string) => Finding): Finding[] {
  if (given === undefined || (typeof given === 'object' && !Array.isArray(given))) return [];
  return SUBJECT.test(String(given)) ? [] : [at('subject', 'the subject is no text that a mail can have', 'Use 1 to 100 ASCII characters on one line.')];
}

const PREREQUISITES: Readonly<Record<Prerequisite['kind'], Form>> = {
  database: { pattern: /^[^\s./]{1,255}$/, looks: "the database's name" },
  table: { pattern: /^[^\s./]{1,255}\.[^\s./]{1,255}$/, looks: "'database.table'" },
  bucket: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, looks: "the bucket's name, without s3://" },
  path: { pattern: S3_URI, looks: "'s3://bucket/prefix/'" },
};

/** MR1064: what must exist first, and that it is named once. */
export const prerequisites: Rule = ({ pipeline }: Subject) =>
  pipeline.prerequisites.flatMap(({ kind, name }, index): Finding[] => {
    const { pattern, looks } = PREREQUISITES[kind];
    const pointer = `/prerequisites/${index}`;
    if (!pattern.test(name)) return [{ code: 'MR1064', pointer: `${pointer}/name`, message: `'${name}' names no ${kind}`, hint: `Write ${looks}.` }];
    const before = pipeline.prerequisites.findIndex((each) => each.kind === kind && each.name === name);
    return before === index ? [] : [{ code: 'MR1064', pointer, message: `the ${kind} '${name}' is named twice`, hint: 'Remove one of them.' }];
  });
