import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { document, folder, type Folder } from './millrace.ts';
import { compare, example, month, ready, records } from './pandas.ts';

let here: Folder;
let results = '';
const raw = ['flights.csv', 'airlines.csv', 'planes.csv', 'weather.csv'];

/** The example's pipeline over the real records, on a server of its own. */
async function produce(): Promise<string> {
  for (const name of ['pipeline.ts', 'jobs']) cpSync(join(example, name), join(here.path, name), { recursive: true });
  const { endpoint } = document(await here.millrace('local', 'up', '--port', '0', '--json'));
  const put = async (path: string, body = ''): Promise<void> => {
    expect((await fetch(`${String(endpoint)}/${path}`, { method: 'PUT', body })).ok, path).toBe(true);
  };
  for (const bucket of ['flights-raw', 'flights-curated']) await put(bucket);
  for (const name of raw) await put(`flights-raw/2013/${name}`, readFileSync(join(records, name), 'utf8'));
  await put('flights-raw/2013/late-records.csv', readFileSync(join(example, 'data/late-records.csv'), 'utf8'));
  for (const command of [['deploy', '--target', 'sfn', '--yes'], ['run', '-p', `month=${month}`]]) {
    const { code, out, err } = await here.millrace(...command, '--local');
    expect(code, out + err).toBe(0);
  }
  return join(here.path, '.millrace/local/s3/flights-curated');
}

describe.skipIf(!ready)('the report of the flights', () => {
  beforeAll(async () => {
    here = folder();
    results = await produce();
  }, 120_000);
  afterAll(async () => {
    await here.millrace('local', 'down');
    here.remove();
  });

  it('has the figures of a plain pandas calculation over the same records', () => {
    const { figures, differences } = compare(results);
    expect(differences).toEqual([]);
    expect(figures).toMatchObject({ accepted: 27_004, rejected: 12, by_day: 31 });
  });

  it('would be caught with one figure wrong', () => {
    const copy = join(here.path, 'copy');
    cpSync(results, copy, { recursive: true });
    here.write('copy/delays/delays.json', readFileSync(join(results, 'delays/delays.json'), 'utf8').replace('"cancelled": 521', '"cancelled": 520'));
    here.write('copy/report/index.html', readFileSync(join(results, 'report/index.html'), 'utf8').replace('>27,004<', '>27,005<'));
    expect(compare(copy).differences).toEqual(['cancelled: pandas 521, report 520', 'page: no flights | 27,004']);
    rmSync(copy, { recursive: true });
  });
});
