// A Spark compaction of 500 small files on the embedded AWS; and how fast its Spark starts beside plain PySpark.
//   node tests/evidence/glue/compaction.ts [files]
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../../bench/measure.ts';
import { sparkFiles, sparkProperties } from '../../../packages/local/src/spark/layout.ts';
import { root } from '../../../tools/python.ts';
import { folder, type Ended } from '../../cli/millrace.ts';
import { report, type Result } from '../report.ts';

const small = Number(process.argv[2] ?? 500);
const spark = join(root, '.millrace', 'spark');
const env = { MILLRACE_SPARK: spark };
const here = folder();
const wrong: string[] = [];

async function fine(...args: readonly string[]): Promise<Ended> {
  const ended = await here.millraceWith(env, ...args);
  if (ended.code !== 0) wrong.push(`\`millrace ${args.join(' ')}\` ended with ${ended.code ?? 'a signal'}: ${(ended.err + ended.out).slice(-400)}`);
  return ended;
}

interface Row {
  readonly id: number;
  readonly shop: string;
  readonly amount: number;
}
const rowsOf = (file: number): readonly Row[] => Array.from({ length: 3 + (file % 5) }, (_, index) => ({ id: file * 10 + index, shop: `shop ñ${file % 7}`, amount: (file * 37 + index) / 4 }));
const key = ({ id, shop, amount }: Row): string => JSON.stringify([id, shop, amount]);

async function compaction(): Promise<Result> {
  try {
    cpSync(join(root, 'examples', 'compaction'), here.path, { recursive: true });
    await fine('local', 'setup', '--spark');
    const { out } = await fine('local', 'up', '--port', '0');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0];
    if (url === undefined) return { figure: wrong.join('; ') || `\`millrace local up\` named no address: ${out}`, holds: false };
    for (const bucket of ['compaction-raw', 'compaction-curated']) await fetch(`${url}/${bucket}`, { method: 'PUT' });
    const given: string[] = [];
    for (let file = 0; file < small; file += 1) {
      const rows = rowsOf(file);
      given.push(...rows.map(key));
      await fetch(`${url}/compaction-raw/orders/day=${file % 10}/part-${file}.json`, { method: 'PUT', body: rows.map((row) => `${JSON.stringify(row)}\n`).join('') });
    }
    await fine('deploy', '--local', '--target', 'glue', '--yes');
    const from = performance.now();
    await fine('run', '--local');
    const seconds = ((performance.now() - from) / 1000).toFixed(0);
    const bucket = join(here.path, '.millrace', 'local', 's3', 'compaction-curated', 'orders');
    const files = wrong.length > 0 ? [] : readdirSync(bucket).filter((name) => name.startsWith('part-'));
    // Written by the job, with the members of the rows above.
    const found = files.flatMap((name) => readFileSync(join(bucket, name), 'utf8').trim().split('\n').map((line) => key(JSON.parse(line) as Row)));
    if (JSON.stringify(found.sort()) !== JSON.stringify(given.sort())) wrong.push(`${found.length} rows instead of ${given.length}, or others`);
    if (files.length === 0 || files.length >= small) wrong.push(`${files.length} files`);
    return { figure: `${small} small files became ${files.length}, ${found.length} of ${given.length} rows; the run ${seconds} s (once)${wrong.length === 0 ? ', each row equal' : `; wrong: ${wrong.join('; ')}`}`, holds: wrong.length === 0 };
  } finally {
    await here.millrace('local', 'down');
    here.remove();
  }
}

const tiny = `
import sys
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
spark.read.option("header", True).csv(sys.argv[1]).write.mode("overwrite").parquet(sys.argv[2])
spark.stop()
`;

/** Seconds from nothing to the end of a job that turns one CSV file into Parquet: as the embedded AWS starts Spark, and as one gets it. */
function startUp(): Result {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-spark-'));
  try {
    const { python } = sparkFiles(spark);
    const [script, conf, source] = [join(dir, 'tiny.py'), join(dir, 'spark.conf'), join(dir, 'small.csv')];
    mkdirSync(join(dir, 's3'));
    writeFileSync(script, tiny);
    writeFileSync(source, 'id,shop\n1,a\n2,b\n');
    writeFileSync(conf, sparkProperties(spark, { s3Root: join(dir, 's3'), work: dir }));
    const once = (submit: string): number => {
      const from = performance.now();
      const ran = spawnSync(python, [script, source, join(dir, 'out')], { cwd: dir, stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', PYSPARK_PYTHON: python, PYSPARK_SUBMIT_ARGS: submit, SPARK_LOCAL_IP: '127.0.0.1' } });
      if (ran.status !== 0) throw new Error(`PySpark ended with ${ran.status ?? 'a signal'}`);
      return (performance.now() - from) / 1000;
    };
    const [ours, plain]: [number[], number[]] = [[], []];
    for (let index = 0; index < 3; index += 1) {
      plain.push(once('--master local[*] pyspark-shell'));
      ours.push(once(`--properties-file ${conf} pyspark-shell`));
    }
    const [fast, usual] = [ours, plain].map((list) => median(list.sort((a, b) => a - b)));
    const share = (fast ?? 0) / (usual ?? 1);
    return { figure: `a Spark job of one small file: ${(fast ?? 0).toFixed(1)} s, plain PySpark ${(usual ?? 0).toFixed(1)} s in turn: ${(share * 100).toFixed(0)} % (medians of 3; aim: half)`, holds: share <= 0.5 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const results = [await compaction()];
results.push(wrong.length === 0 ? startUp() : { figure: 'not measured: the compaction did not run', holds: null });
report(results);
