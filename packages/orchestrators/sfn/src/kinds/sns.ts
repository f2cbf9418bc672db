import type { Site, StepOf, Value } from '@millrace/core';
import { partitionOf } from '@millrace/deploy';
import { constant, literal, query } from '../compile/expression.ts';
import { throttled } from '../compile/states.ts';
import type { Attempt, Place } from './builder.ts';
import { callAttempt } from './called.ts';
import { told, type Told } from './values.ts';

/** A message to a topic: one Task. Without a message of its own it says what ran and how it ended. */
export function snsAttempt(step: StepOf<'sns'>, place: Place): Attempt {
  const { topic, subject, message } = step.with;
  const own = (value: Value | undefined, usual: Told): Told => (value === undefined ? usual : told(value, place));
  return callAttempt(step, {
    Resource: 'arn:aws:states:::sns:publish',
    Arguments: { TopicArn: topicArn(topic, place.site), Subject: subjectLine(own(subject, usualSubject(step, place))), Message: asField(own(message, usualMessage(step, place))) },
    Retry: throttled('SNS.ThrottledException', 'SNS.InternalErrorException', 'SNS.KMSThrottlingException'),
  });
}

const topicArn = (topic: string, { region, account }: Site): string => (topic.startsWith('arn:') ? topic : `arn:${partitionOf(region)}:sns:${region}:${account}:${topic}`);
const asField = (found: Told): string => ('text' in found ? constant(found.text) : query(found.jsonata));

/** The service takes at most 100 printable ASCII characters, and refuses a subject that begins with a space. */
function subjectLine(found: Told): string {
  if ('text' in found) return constant(found.text.replaceAll(/[^ -~]/gu, '?').replace(/^ +/, '').slice(0, 100));
  return query(`$substring($replace($replace(${found.jsonata}, /[^ -~]/, "?"), /^ +/, ""), 0, 100)`);
}

const usualSubject = (step: StepOf<'sns'>, { pipeline, keepable }: Place): Told =>
  (keepable ? { text: `${pipeline.name}: step ${step.name}` } : { jsonata: `${literal(`${pipeline.name}: `)} & $outcome` });

function usualMessage(step: StepOf<'sns'>, { pipeline, keepable }: Place): Told {
  const run = '"The run " & $run.id &';
  if (keepable) return { jsonata: `${run} ${literal(` of the pipeline '${pipeline.name}' has come to the step '${step.name}'.`)}` };
  return { jsonata: `${run} ${literal(` of the pipeline '${pipeline.name}' `)} & $outcome & ".\\n" & ($failed = "" ? "No step went wrong." : "Steps that went wrong: " & $replace($failed, ",", ", ") & ".")` };
}
