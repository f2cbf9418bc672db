// Builds the jobs that rendered CDK texts describe, and prints what the synthesised templates pass. Lists of texts come as JSON.
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../../bench/peers/package.json', import.meta.url));
const { App, Stack } = require('aws-cdk-lib');
const glue = require('aws-cdk-lib/aws-glue');
const { Construct } = require('constructs');

const texts = JSON.parse(readFileSync(0, 'utf8'));
const properties = { role: 'job', command: { name: 'pythonshell' } };
const outdir = mkdtempSync(join(tmpdir(), 'millrace-cdk-'));
const app = new App({ outdir });
// A template holds at most 500 resources.
const stacks = Array.from({ length: Math.ceil(texts.length / 400) }, (_, index) => new Stack(app, `Stack${index}`));
texts.forEach((text, index) => {
  const scope = new Construct(stacks[Math.floor(index / 400)], `Map${index}`);
  const description = new Function('glue', 'properties', stripTypeScriptTypes(text));
  description.call(scope, glue, properties);
});
const assembly = app.synth();
const found = [];
for (const { template } of assembly.stacks) {
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) if (Type === 'AWS::Glue::Job') found[Number(/^Map(\d+)Job/.exec(id)[1])] = Properties.DefaultArguments ?? {};
}
// Own entries, so that no name is special on the way.
process.stdout.write(JSON.stringify(found.map((map) => Object.entries(map))));
rmSync(outdir, { recursive: true, force: true });
