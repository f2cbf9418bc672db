import type { Json } from '@millrace/core';
import { expect, test } from 'vitest';
import { matches, readPattern } from './pattern.ts';

const event: Json = {
  source: 'aws.s3', 'detail-type': 'Object Created', resources: ['arn:aws:s3:::data', 'other'],
  detail: { bucket: { name: 'data' }, object: { key: 'in/2026/a.CSV', size: 5 }, none: null, list: [{ a: 1 }, { a: 2 }], done: true },
};

test.each<[pattern: Json, fits: boolean]>([
  [{ source: ['aws.glue', 'aws.s3'] }, true],
  [{ source: ['aws.glue'] }, false],
  [{ resources: ['arn:aws:s3:::data'] }, true],
  [{ detail: { object: { key: [{ prefix: 'in/' }] } } }, true],
  [{ detail: { object: { key: [{ prefix: 'out/' }, { suffix: '.CSV' }] } } }, true],
  [{ detail: { object: { key: [{ suffix: { 'equals-ignore-case': '.csv' } }] } } }, true],
  [{ detail: { object: { key: [{ suffix: '.csv' }] } } }, false],
  [{ detail: { object: { key: [{ 'equals-ignore-case': 'IN/2026/A.csv' }] } } }, true],
  [{ detail: { object: { key: [{ wildcard: 'in/*/*.CSV' }] } } }, true],
  [{ detail: { object: { key: [{ wildcard: 'in/*b' }] } } }, false],
  [{ detail: { object: { key: [{ wildcard: 'in/\\*' }] } } }, false],
  [{ detail: { object: { size: [{ numeric: ['>', 0, '<=', 5] }] } } }, true],
  [{ detail: { object: { size: [{ numeric: ['>', 5] }] } } }, false],
  [{ detail: { object: { size: ['5'] } } }, false],
  [{ detail: { bucket: { name: [{ 'anything-but': 'logs' }] } } }, true],
  [{ detail: { bucket: { name: [{ 'anything-but': ['logs', 'data'] }] } } }, false],
  [{ detail: { bucket: { name: [{ 'anything-but': { prefix: ['lo', 'da'] } }] } } }, false],
  [{ detail: { bucket: { colour: [{ 'anything-but': 'red' }] } } }, false],
  [{ detail: { bucket: { colour: [{ exists: false }] } } }, true],
  [{ detail: { missing: { deeper: [{ exists: false }] } } }, true],
  [{ detail: { bucket: { name: [{ exists: true }] } } }, true],
  [{ detail: { none: [null] } }, true],
  [{ detail: { done: [true] } }, true],
  [{ detail: { list: { a: [2] } } }, true],
  [{ $or: [{ source: ['aws.glue'] }, { detail: { bucket: { name: ['data'] } } }] }, true],
  [{ source: ['aws.s3'], $or: [{ source: ['aws.glue'] }, { 'detail-type': ['x'] }] }, false],
])('%j: %s', (pattern, fits) => {
  expect(matches(readPattern(JSON.stringify(pattern)), event)).toBe(fits);
});

test.each(['', '[]', '{}', '{"a":"b"}', '{"a":[]}', '{"a":[{"near":1}]}', '{"a":{}}', '{"a":[["b"]]}', '{"a":[{"prefix":"x","suffix":"y"}]}'])('%s is no pattern', (text) => {
  expect(() => readPattern(text)).toThrow('Event pattern is not valid');
});
