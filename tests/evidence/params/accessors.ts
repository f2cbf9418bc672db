// Random maps read back by generated Python accessors, under each Python that Glue has run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { generatePython, param } from '@millrace/params';
import { pythons } from '../../../packages/params/src/codegen/test/pythons.ts';
import { awkwardValue } from '../../../packages/params/src/passing/awkward.fixture.ts';
import { report, type Result } from '../report.ts';
import { classCounts, sameMap } from './maps.ts';

const names = ['LOCATION', 'DATE', 'class', 'source_path', 'x'] as const;
const maps = fc.sample(fc.dictionary(fc.constantFrom(...names), awkwardValue, { minKeys: names.length, maxKeys: names.length, noNullPrototype: false }), { numRuns: 2000, seed: 20260131 });
// A stand-in of our own with the rules that the module relies on: argparse, options required.
const AWSGLUE = `import argparse
class GlueArgumentError(Exception):
    pass
class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise GlueArgumentError(message)
def getResolvedOptions(args, options):
    parser = Parser(allow_abbrev=False)
    for name in options:
        parser.add_argument('--' + name, required=True)
    return vars(parser.parse_known_args(args[1:])[0])
`;
const folder = mkdtempSync(join(tmpdir(), 'millrace-accessors-'));
const results: Result[] = [{ figure: `${maps.length} maps, ${classCounts(maps)}`, holds: true }];
try {
  mkdirSync(join(folder, 'awsglue'));
  const files = {
    'awsglue/__init__.py': '', 'awsglue/utils.py': AWSGLUE,
    'job_params.py': generatePython(Object.fromEntries(names.map((name) => [name, param.string()])), { module: 'job_params' }),
    // Joined by '=', as a value that starts with a dash would otherwise be taken for an option.
    'argv.json': JSON.stringify(maps.map((map) => ['job.py', ...Object.entries(map).map(([name, value]) => `--${name}=${value}`)])),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const { version, path, why } of pythons()) {
    if (path === null) {
      results.push({ figure: `${version}: ${why}`, holds: null });
      continue;
    }
    const ran = spawnSync(path, [join(import.meta.dirname, 'accessors.py')], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' } });
    const seen: unknown = ran.status === 0 ? JSON.parse(ran.stdout) : [];
    const read = Array.isArray(seen) ? seen : [];
    const wrong = maps.flatMap((map, index) => {
      // What a class of Python may be called is another name: the value counts.
      const found: unknown = read[index];
      const named = typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found).map(([name, value]) => [name.replace(/_$/, ''), value])) : null;
      return sameMap(named, map) ? [] : [`${JSON.stringify(map)} read as ${JSON.stringify(found)}`];
    });
    results.push({ figure: `${version}: ${maps.length - wrong.length} of ${maps.length} maps read back${wrong[0] === undefined ? '' : `; first wrong: ${wrong[0].slice(0, 400)} ${ran.stderr.slice(-300)}`}`, holds: wrong.length === 0 });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report(results);
