import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeWhole } from '../executor/job-folder.ts';
import { fileSystemSources } from './file-system-source.ts';
import { sparkFiles, sparkIsReady, sparkVersion } from './layout.ts';

const run = promisify(execFile);

/**
 * Installs what Spark jobs need into a folder: a virtual environment with PySpark, the file system for `s3://`, and an archive of loaded classes
 * that makes starts faster. Whatever is there already stays, so that a broken install goes on where it broke off.
 * @param python makes the virtual environment: Python 3.8 to 3.13
 * @throws when Java, Python or the registry fails, with what they said
 * @example await installSpark('.millrace/spark', 'python3', (line) => console.log(line));
 */
export async function installSpark(folder: string, python: string, tell: (line: string) => void): Promise<void> {
  const files = sparkFiles(folder);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(files.python)) {
    tell('Making a virtual environment.');
    await run(python, ['-m', 'venv', files.venv]);
  }
  if (jarsIn(files.venv) === null) {
    tell(`Installing PySpark ${sparkVersion}: about 340 MB.`);
    await run(files.python, ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', `pyspark==${sparkVersion}`, 'boto3']);
  }
  const jars = jarsIn(files.venv);
  if (jars === null) throw new Error(`PySpark ${sparkVersion} is not in ${files.venv} after its installation. Remove the folder and try again.`);
  if (!existsSync(files.jar)) {
    tell('Compiling the file system for s3://.');
    await compile(folder, jars, files.jar);
  }
  if (!existsSync(files.archive)) {
    tell('Making the archive of classes: half a minute.');
    await makeArchive(folder, files);
  }
  writeWhole(files.ready, `${sparkVersion}\n`);
  if (!sparkIsReady(folder)) throw new Error(`Spark is not whole in ${folder}. Remove the folder and try again.`);
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
  await run('jar', ['cf', jar, '-C', classes, '.']);
}

/** The classes that a small job loads are kept as the JVM has them in memory. */
async function makeArchive(folder: string, files: ReturnType<typeof sparkFiles>): Promise<void> {
  const script = join(folder, 'warm.py');
  const conf = join(folder, 'warm.conf');
  writeFileSync(script, 'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\nspark.range(3).selectExpr("id", "id % 2 as k").groupBy("k").count().collect()\nspark.stop()\n');
  writeFileSync(conf, `spark.master local[1]\nspark.ui.enabled false\nspark.driver.extraClassPath ${files.jar}\nspark.driver.extraJavaOptions -XX:ArchiveClassesAtExit=${files.archive} -XX:+UseSerialGC\n`);
  await run(files.python, [script], { env: { ...process.env, PYSPARK_SUBMIT_ARGS: `--properties-file ${conf} pyspark-shell`, PYSPARK_PYTHON: files.python } });
}
