import type { Json } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderChangeSet } from './render.ts';
import { cutApart, differences } from './render-value.ts';

const shown = (path: string, from: Json, to: Json, width?: number): readonly string[] => {
  const change = { id: 'x', type: 'AWS::IAM::Role', name: 'dev-orders-job', action: 'update', fields: [{ path, from, to, by: 'edit' }] } as const;
  return renderChangeSet({ schemaVersion: 1, basis: '', unchanged: 0, changes: [change] }, width).split('\n').slice(3, -2).map((line) => line.slice(6));
};
const policy = (...statements: readonly Json[]): Json => [{ PolicyName: 'millrace', PolicyDocument: { Version: '2012-10-17', Statement: statements } }];
const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): Json => ({ Sid, Effect: 'Allow', Action, Resource });

describe('what differs inside a long value', () => {
  it('of a role: the rights that it gains and loses', () => {
    const scripts = allow('Scripts', ['s3:GetObject'], ['arn:aws:s3:::acme-scripts/dev-orders/*']);
    const jobs = (...names: readonly string[]): Json => allow('Jobs', ['glue:StartJobRun'], names.map((name) => `arn:aws:glue:eu-west-1:123456789012:job/dev-orders-${name}`));
    expect(shown('Policies', policy(scripts, jobs('clean', 'load')), policy(scripts, jobs('clean', 'report', 'audit'), allow('Topics', ['sns:Publish'], ['arn:aws:sns:eu-west-1:123456789012:done'])))).toEqual([
      'Policies[millrace].PolicyDocument.Statement[Jobs].Resource[]:',
      '  - "arn:aws:glue:eu-west-1:123456789012:job/dev-orders-load"',
      '  + "arn:aws:glue:eu-west-1:123456789012:job/dev-orders-report"',
      '  + "arn:aws:glue:eu-west-1:123456789012:job/dev-orders-audit"',
      'Policies[millrace].PolicyDocument.Statement[Topics].Action[]:',
      '  + "sns:Publish"',
      'Policies[millrace].PolicyDocument.Statement[Topics].Effect:',
      '  + "Allow"',
      'Policies[millrace].PolicyDocument.Statement[Topics].Resource[]:',
      '  + "arn:aws:sns:eu-west-1:123456789012:done"',
      'Policies[millrace].PolicyDocument.Statement[Topics].Sid:',
      '  + "Topics"',
    ]);
  });

  it('of a trigger: the argument of the one action', () => {
    const actions = (mode: string): Json => ['clean', 'load'].map((job) => ({ JobName: `dev-orders-${job}`, Arguments: { '--MODE': job === 'load' ? mode : 'full' } }));
    expect(shown('Actions', actions('full'), actions('delta'))).toEqual(['Actions[dev-orders-load].Arguments.--MODE:', '  - "full"', '  + "delta"']);
  });

  it('of a text of JSON: its members', () => {
    const text = (day: string): string => JSON.stringify({ Name: 'dev-orders', RunProperties: { 'param:day': day, 'param:mode': 'full', 'millrace:scheduled': 'x' } });
    expect(shown('Target.Input', text('2026-01-01'), text('2026-01-02'))).toEqual(['Target.Input.RunProperties.param:day:', '  - "2026-01-01"', '  + "2026-01-02"']);
  });

  it('of two long texts: the part where they begin to differ, within the line', () => {
    const lines = shown('Description', `${'a'.repeat(200)}one${'z'.repeat(200)}`, `${'a'.repeat(200)}two${'z'.repeat(200)}`, 80);
    expect(lines).toEqual(['Description:', `  - …${'a'.repeat(15)}one${'z'.repeat(50)}…`, `  + …${'a'.repeat(15)}two${'z'.repeat(50)}…`]);
    for (const line of lines) expect(line.length + 6).toBeLessThanOrEqual(80);
  });
});

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>; // what fast-check makes here is JSON

it('two values that differ have a difference, and equal ones none', () => {
  fc.assert(fc.property(json, json, (a, b) => (JSON.stringify(a) === JSON.stringify(b)) === (differences(a, b).length === 0)));
});

it('two texts never look equal when they are cut', () => {
  fc.assert(fc.property(fc.string(), fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), fc.integer({ min: 24, max: 60 }), (start, a, b, room) => {
    const [one, other] = cutApart(start.repeat(9) + a, start.repeat(9) + b, room);
    return a === b || one !== other;
  }));
});
