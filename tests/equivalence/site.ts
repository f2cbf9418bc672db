import type { Site } from '@millrace/core';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

export const site: Site = {
  prefix: 'eq', region: 'us-east-1', account: '123456789012', scripts: 'eq-scripts', runs: 'eq-runs',
  roles: { job: role('job'), crawler: role('crawler'), stateMachine: role('machine'), helper: role('helper'), events: role('events') }, params: {},
};
