import { expect, it } from 'vitest';
import { renderChangeSet } from './render.ts';

it('shows a legend of the signs that occur, the differing fields, and one summary line', () => {
  const text = renderChangeSet({
    schemaVersion: 1,
    basis: '',
    unchanged: 11,
    changes: [
      { id: 'script', type: 'Millrace::S3Object', name: 'b/clean.py', action: 'create', fields: [] },
      { id: 'job', type: 'AWS::Glue::Job', name: 'dev-orders-clean', action: 'update', fields: [{ path: 'Timeout', from: 30, to: 60, by: 'edit' }, { path: 'MaxRetries', from: 3, to: null, by: 'drift' }] },
      { id: 't', type: 'AWS::Glue::Trigger', name: 'dev-orders--start', action: 'replace', fields: [{ path: 'Type', from: 'ON_DEMAND', to: 'SCHEDULED', by: 'edit' }] },
    ],
  });
  expect(text).toBe(`  + create
  ~ update in place
-/+ remove and create anew

  + object b/clean.py
  ~ job dev-orders-clean
      Timeout: 30 -> 60
      MaxRetries: 3 -> (none)  (changed outside Millrace)
-/+ trigger dev-orders--start
      Type: "ON_DEMAND" -> "SCHEDULED"

Plan: 1 to create, 1 to update, 1 to replace, 0 to delete; 11 unchanged.`);
});

it('says in one line that nothing is to do', () => {
  expect(renderChangeSet({ schemaVersion: 1, basis: '', unchanged: 3, changes: [] })).toBe('Nothing to change: 3 resources are as they should be.');
});
