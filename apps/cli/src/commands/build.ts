import { join, resolve } from 'node:path';
import type { Json as Definition } from '@millrace/asl';
import { stableJson, type Compiled, type Json, type Pipeline, type Site } from '@millrace/core';
import { cloudFormation, finalManifest, resolveRefs } from '@millrace/deploy';
import { quotePosix } from '@millrace/params';
import { OWNER_METADATA, physical } from '@millrace/workload';
import { exit, printJson, type Io } from '../io.ts';
import { answered } from '../project/change.ts';
import { helperLines } from '../project/helpers.ts';
import { writeBuild } from '../project/build-folder.ts';
import { requireCompiled } from '../project/compile.ts';
import { requirePipeline, shown } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { isTarget } from '../project/targets.ts';
import type { CommandRun } from '../table.ts';
import { usageTarget } from './deploy.ts';

/** The files of a build: the resource list, and what a person would read on its own. A state machine is there as JSON and as YAML, the same value. */
async function artifacts(compiled: Compiled): Promise<Map<string, string>> {
  const files = new Map([['resources.json', `${stableJson(compiled.resources.map(({ body: _body, ...resource }) => resource), 2)}\n`]]);
  files.set('delays.json', `${stableJson(compiled.delays, 2)}\n`);
  for (const resource of compiled.resources) {
    if (resource.body !== null) files.set(join('objects', resource.name.split('/').slice(1).join('/')), resource.body);
    const definition = resource.props['Definition'];
    if (definition === undefined) continue;
    const { yamlOf } = await import('@millrace/asl');
    files.set(`${resource.name}.asl.json`, `${JSON.stringify(definition, null, 2)}\n`);
    // References between resources are resolved by names alone, so that a definition is plain JSON.
    files.set(`${resource.name}.asl.yaml`, yamlOf(definition as Definition));
  }
  return files;
}

/** The template, and beside it what must be in the scripts bucket first: the manifest too, by which runs are started and watched. */
async function templateFiles(io: Io, compiled: Compiled, site: Site, pipeline: Pipeline, target: string): Promise<Map<string, string>> {
  const { owner, manifestKey } = physical(site, pipeline);
  const made = (async () => cloudFormation(compiled.resources, site, `Pipeline ${pipeline.name} (${owner}) on ${target}, made by Millrace`))();
  const { template, objects } = await answered(io, made);
  // The pipeline is plain JSON by its type's own definition; interfaces lack the index signature that Json asks for.
  const manifest = finalManifest({ owner, target, pipeline: JSON.parse(JSON.stringify(pipeline)) as Json }, resolveRefs(compiled.resources, site));
  const files = new Map([['template.json', `${JSON.stringify(template, null, 2)}\n`]]);
  for (const [key, text] of [...objects, [manifestKey, stableJson(manifest, 1)] as const]) files.set(join('objects', key), text);
  return files;
}

/** Commands to paste into a POSIX shell. */
function commandsOf(out: string, site: Site, pipeline: Pipeline): readonly string[] {
  const { owner, workflow, folder } = physical(site, pipeline);
  return [
    ['aws', 's3', 'cp', `${out}/objects/${folder}`, `s3://${site.scripts}/${folder}`, '--recursive', '--metadata', `${OWNER_METADATA}=${owner}`, '--region', site.region],
    ['aws', 'cloudformation', 'deploy', '--template-file', `${out}/template.json`, '--stack-name', workflow, '--capabilities', 'CAPABILITY_NAMED_IAM', '--s3-bucket', site.scripts, '--s3-prefix', `${folder}templates`, '--region', site.region],
  ].map((words) => words.map(quotePosix).join(' '));
}

/** `millrace build`: artifacts for a target, byte-stable. */
export const run: CommandRun = async (io, _args, options) => {
  const { pipeline, loaded, folder } = await requirePipeline(io, options);
  const { site } = await placeWithoutServer(io, options, folder);
  const target = isTarget(options['target']) ? options['target'] : usageTarget();
  const compiled = await requireCompiled(io, target, pipeline, loaded.origins, folder, site);
  const out = resolve(io.cwd, typeof options['out'] === 'string' ? options['out'] : join(folder, '.millrace', 'build', options['format'] === 'cloudformation' ? `${target}-cloudformation` : target));
  const cloudformation = options['format'] === 'cloudformation';
  const files = cloudformation ? await templateFiles(io, compiled, site, pipeline, target) : await artifacts(compiled);
  writeBuild(out, files);
  const counts = Object.entries(Object.groupBy(compiled.resources, ({ type }) => type)).map(([type, list]) => `${list?.length ?? 0} ${type}`);
  if (io.json) printJson(io, { target, out, files: [...files.keys()], resources: compiled.resources.length, delays: compiled.delays, helpers: compiled.helpers, ...(cloudformation ? { commands: commandsOf(shown(io, out), site, pipeline) } : {}) });
  else {
    io.out(`${target}: ${counts.join(', ')}\nwritten to ${shown(io, out)}\n${helperLines(io, compiled.helpers)}`);
    if (cloudformation) io.out(`\nDeploy it with\n${commandsOf(shown(io, out), site, pipeline).map((line) => `  ${line}\n`).join('')}`);
  }
  return exit.ok;
};
