// Random maps, with every type in them, read back by generated Python accessors, under each Python that Glue has run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { generatePython, getResolvedOptions, resolveParams } from '@millrace/params';
import { pythons } from '../../../packages/params/src/codegen/test/pythons.ts';
import { report, type Result } from '../report.ts';
import { declared, maps, texts, textsOf } from './accessors.maps.ts';
import { classCounts } from './maps.ts';

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
const names = Object.keys(declared);
const joined = maps.map((map) => ['job.py', ...Object.entries(textsOf(map)).map(([name, value]) => `--${name}=${value}`)]);
// As Glue passes them, so far as is known: a value that begins with a dash is refused there, or sets another name.
const separate = maps.map((map) => ['job.py', ...Object.entries(textsOf(map)).flatMap(([name, value]) => [`--${name}`, value])]);

type Read = Readonly<Record<string, unknown>> | null;

/** What a job has to get, by our own reader of arguments: null where they cannot be read, or where one of them is not of its type. */
function expected(argv: readonly string[]): Read {
  try {
    const found = getResolvedOptions(argv, names, { glueVersion: '6.0' });
    const given = Object.fromEntries(names.map((name) => [name, found[name]]));
    const { values, problems } = resolveParams(declared, [{ name: 'run', values: given }], null);
    const types = problems.filter(({ code }) => code !== 'MR2014');
    return types.length > 0 ? null : { ...given, ...values, ...Object.fromEntries(['tags', 'ids', 'extra'].map((name) => [name, JSON.parse(String(given[name]))])) };
  } catch {
    return null;
  }
}

function same(found: unknown, wanted: Read): boolean {
  if (typeof found !== 'object' || found === null) return false;
  if ('error' in found) return wanted === null && String(found.error).startsWith('ParamsError');
  // What a class of Python may be called is another name: the value counts. JSON makes both of them plain.
  const named = Object.fromEntries(Object.entries(found).map(([name, value]) => [name.replace(/_$/, ''), value]));
  return wanted !== null && isDeepStrictEqual(named, JSON.parse(JSON.stringify(wanted)));
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-accessors-'));
const results: Result[] = [{ figure: `${maps.length} maps with 5 texts and 7 values of other types; of the texts: ${classCounts(maps.map((map) => Object.fromEntries(texts.map((name) => [name, map[name]]))))}`, holds: true }];
try {
  mkdirSync(join(folder, 'awsglue'));
  const files = { 'awsglue/__init__.py': '', 'awsglue/utils.py': AWSGLUE, 'job_params.py': generatePython(declared, { module: 'job_params' }), 'argv.json': JSON.stringify([...joined, ...separate]) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const wanted = [...joined, ...separate].map(expected);
  const refused = wanted.slice(joined.length).filter((one) => one === null).length;
  for (const { version, path, why } of pythons()) {
    if (path === null) {
      results.push({ figure: `${version}: ${why}`, holds: null });
      continue;
    }
    const ran = spawnSync(path, [join(import.meta.dirname, 'accessors.py')], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, env: { PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' } });
    const seen: unknown = ran.status === 0 ? JSON.parse(ran.stdout) : [];
    const read = Array.isArray(seen) ? seen : [];
    const wrong = wanted.map((want, index) => (same(read[index], want) ? null : `${JSON.stringify([...joined, ...separate][index])} read as ${JSON.stringify(read[index])}, not ${JSON.stringify(want)}`));
    const good = (from: number, to: number): number => wrong.slice(from, to).filter((one) => one === null).length;
    const first = wrong.find((one) => one !== null);
    results.push({
      figure: `${version}, by a stand-in of getResolvedOptions with this Python's argparse: joined by '=' ${good(0, maps.length)} of ${maps.length} maps read back; as separate words ${good(maps.length, 2 * maps.length)} of ${maps.length} as our own reader tells, ${refused} of them refused, since a value begins with a dash`
        + (first === undefined ? '' : `; first wrong: ${first.slice(0, 700)} ${ran.stderr.slice(-300)}`),
      holds: first === undefined && wanted.slice(0, joined.length).every((one) => one !== null),
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report(results);
