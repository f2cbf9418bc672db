import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeWhole } from '../executor/job-folder.ts';
import { isRunning } from '../executor/process-alive.ts';
import { fileSystemSources } from './file-system-source.ts';
import { type SparkFiles, sparkFiles, sparkIsReady, sparkVersion } from './layout.ts';

const run = promisify(execFile);

/** Spark's faces to clusters: never used where Spark runs in one process. */
const unused = /^(kubernetes-|spark-(kubernetes|mesos|yarn)|mesos-|hadoop-yarn-|rocksdbjni-)/;

/**
 * Installs what Spark jobs need into a folder: a virtual environment with PySpark, the file system for `s3://`, and an archive of loaded classes
 * that makes starts faster. Each part is whole or made again, so that an install that was killed is repaired by the next; one that is ready is left.
 * @param python makes the virtual environment: Python 3.8 to 3.13
 * @returns whether there was anything to do
 * @throws when Java, Python or the registry fails, with what they said, and when another process installs into the folder
 * @example await installSpark('.millrace/spark', 'python3', (line) => console.log(line));
 */
export async function installSpark(folder: string, python: string, tell: (line: string) => void): Promise<boolean> {
  if (sparkIsReady(folder)) return false;
  mkdirSync(folder, { recursive: true });
  const release = lock(folder);
  try {
    await install(folder, python, tell);
  } finally {
    release();
  }
  if (!sparkIsReady(folder)) throw new Error(`Spark is not whole in ${folder}. Remove the folder and try again.`);
  return true;
}

async function install(folder: string, python: string, tell: (line: string) => void): Promise<void> {
  const files = sparkFiles(folder);
  const installed = join(files.venv, 'installed');
  if (!existsSync(installed)) {
    await checkTools(python);
    // What a killed pip left cannot be told from what is whole.
    rmSync(files.venv, { recursive: true, force: true, maxRetries: 5 });
    tell('1 of 3: a virtual environment.');
    await run(python, ['-m', 'venv', files.venv]);
    tell(`2 of 3: PySpark ${sparkVersion} from PyPI: a download of 320 MB.`);
    await run(files.python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', `pyspark==${sparkVersion}`, 'boto3'], { maxBuffer: 64 * 1024 * 1024 });
    const jars = jarsIn(files.venv);
    if (jars === null) throw new Error(`PySpark ${sparkVersion} is not in ${files.venv} after its installation.`);
    for (const name of readdirSync(jars)) if (unused.test(name)) rmSync(join(jars, name));
    writeWhole(installed, `${sparkVersion}\n`);
    for (const file of [files.jar, files.archive]) rmSync(file, { force: true });
  }
  tell('3 of 3: the file system for s3://, and an archive of classes: half a minute.');
  const jars = jarsIn(files.venv);
  if (jars === null) throw new Error(`PySpark is gone from ${files.venv}. Remove the folder and try again.`);
  if (!existsSync(files.jar)) await compile(folder, jars, files.jar);
  if (!existsSync(files.archive)) await makeArchive(folder, files);
  writeWhole(files.ready, `${sparkVersion}\n`);
}

/** Before a download of minutes, not after it. */
async function checkTools(python: string): Promise<void> {
  for (const [command, args, what] of [['javac', ['-version'], 'a JDK (Java 17 with javac)'], ['java', ['-version'], 'Java 17'], [python, ['-c', 'import venv, ensurepip'], 'Python with venv']] as const) {
    try {
      await run(command, args);
    } catch (error) {
      throw new Error(`${what} is needed, and \`${[command, ...args].join(' ')}\` failed: ${error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)}`, { cause: error });
    }
  }
}

/** One process installs at a time; the lock of a process that is gone is taken over. */
function lock(folder: string): () => void {
  const path = join(folder, 'installing');
  const take = (): boolean => {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  };
  if (!take()) {
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder !== process.pid && isRunning(holder, 'node')) throw new Error(`Process ${holder} installs Spark into ${folder} already. Wait until it has ended.`);
    rmSync(path, { force: true });
    if (!take()) throw new Error(`Another process installs Spark into ${folder} already. Wait until it has ended.`);
  }
  return () => rmSync(path, { force: true });
}

/** The folder of Spark's own jars, or null when PySpark is not installed. */
function jarsIn(venv: string): string | null {
  const lib = join(venv, 'lib');
  const python = existsSync(lib) ? readdirSync(lib).find((name) => name.startsWith('python')) : undefined;
  const jars = join(lib, python ?? '', 'site-packages', 'pyspark', 'jars');
  return python !== undefined && existsSync(jars) ? jars : null;
}

async function compile(folder: string, jars: string, jar: string): Promise<void> {
  const [sources, classes] = [join(folder, 'java'), join(folder, 'classes')];
  const names = Object.entries(fileSystemSources).map(([name, text]) => {
    const file = join(sources, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
  mkdirSync(classes, { recursive: true });
  await run('javac', ['--release', '8', '-nowarn', '-cp', join(jars, '*'), '-d', classes, ...names]);
  await run('jar', ['cf', `${jar}.part`, '-C', classes, '.']);
  renameSync(`${jar}.part`, jar);
}

/** The classes that a small job loads are kept as the JVM has them in memory. */
async function makeArchive(folder: string, files: SparkFiles): Promise<void> {
  const script = join(folder, 'warm.py');
  const conf = join(folder, 'warm.conf');
  const part = `${files.archive}.part`;
  const work = join(folder, 'warm');
  rmSync(part, { force: true });
  writeFileSync(script, warmUp);
  writeFileSync(conf, `spark.master local[1]\nspark.ui.enabled false\nspark.driver.host 127.0.0.1\nspark.driver.bindAddress 127.0.0.1\nspark.driver.extraClassPath ${files.jar}\nspark.driver.extraJavaOptions -XX:ArchiveClassesAtExit=${part} -XX:+UseSerialGC\n`);
  const submit = `--properties-file '${conf.replaceAll("'", String.raw`'\''`)}' pyspark-shell`;
  await run(files.python, [script, work], { env: { ...process.env, PYSPARK_SUBMIT_ARGS: submit, PYSPARK_PYTHON: files.python, SPARK_LOCAL_IP: '127.0.0.1' } });
  rmSync(work, { recursive: true, force: true });
  renameSync(part, files.archive);
}

/** What most jobs do: read text, group, write Parquet, read it again. */
const warmUp = `
import sys
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
folder = sys.argv[1]
spark.range(3).selectExpr("id", "id % 2 as k").write.mode("overwrite").option("header", True).csv(folder + "/csv")
rows = spark.read.option("header", True).csv(folder + "/csv").groupBy("k").count()
rows.write.mode("overwrite").partitionBy("k").parquet(folder + "/parquet")
spark.read.parquet(folder + "/parquet").collect()
spark.stop()
`.trimStart();
