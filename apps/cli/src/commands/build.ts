import { join, resolve } from 'node:path';
import { stableJson, type Compiled } from '@millrace/core';
import { exit, printJson } from '../io.ts';
import { writeBuild } from '../project/build-folder.ts';
import { requireCompiled } from '../project/compile.ts';
import { requirePipeline, shown } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { isTarget } from '../project/targets.ts';
import type { CommandRun } from '../table.ts';
import { usageTarget } from './deploy.ts';

/** The files of a build: the resource list, and what a person would read on its own. */
function artifacts(compiled: Compiled): Map<string, string> {
  const files = new Map([['resources.json', `${stableJson(compiled.resources.map(({ body: _body, ...resource }) => resource), 2)}\n`]]);
  files.set('delays.json', `${stableJson(compiled.delays, 2)}\n`);
  for (const resource of compiled.resources) {
    if (resource.body !== null) files.set(join('objects', resource.name.split('/').slice(1).join('/')), resource.body);
    const definition = resource.props['Definition'];
    if (definition !== undefined) files.set(`${resource.name}.asl.json`, `${JSON.stringify(definition, null, 2)}\n`);
  }
  return files;
}

/** `millrace build`: artifacts for a target, byte-stable. */
export const run: CommandRun = async (io, _args, options) => {
  const { pipeline, loaded, folder } = await requirePipeline(io, options);
  const { site } = await placeWithoutServer(io, options, folder);
  const target = isTarget(options['target']) ? options['target'] : usageTarget();
  const compiled = await requireCompiled(io, target, pipeline, loaded.origins, folder, site);
  const out = resolve(io.cwd, typeof options['out'] === 'string' ? options['out'] : join(folder, '.millrace', 'build', target));
  const files = artifacts(compiled);
  writeBuild(out, files);
  const counts = Object.entries(Object.groupBy(compiled.resources, ({ type }) => type)).map(([type, list]) => `${list?.length ?? 0} ${type}`);
  if (io.json) printJson(io, { target, out, files: [...files.keys()], resources: compiled.resources.length, delays: compiled.delays });
  else io.out(`${target}: ${counts.join(', ')}\nwritten to ${shown(io, out)}\n`);
  return exit.ok;
};
