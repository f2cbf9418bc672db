import { join } from 'node:path';
import { sparkFiles, sparkIsReady, sparkMissing, sparkProperties } from '../spark/layout.ts';
import { markSparkJob, writeWhole } from './job-folder.ts';

interface Spark {
  readonly folder: string;
  readonly s3Root: string;
}

/** Why a Spark job cannot run here; null when it can. */
export function sparkRefusal(spark: Spark | null, args: Readonly<Record<string, string>>): string | null {
  const language = args['--job-language']?.toLowerCase() ?? 'python';
  if (language !== 'python') return `Jobs in ${language === 'scala' ? 'Scala' : language} do not run on this machine: the embedded AWS runs Spark jobs in Python. Run it on AWS, or script its outcome in tests.`;
  return spark === null || !sparkIsReady(spark.folder) ? sparkMissing : null;
}

/** The Python of a Spark job, and what its process sees besides the usual. */
export function sparkProcess(spark: Spark, folder: string, work: string): { readonly python: string; readonly env: Readonly<Record<string, string>> } {
  markSparkJob(folder);
  const { python } = sparkFiles(spark.folder);
  const conf = join(folder, 'spark.conf');
  writeWhole(conf, sparkProperties(spark.folder, { s3Root: spark.s3Root, work }));
  // PySpark splits it as a shell would.
  const submit = `--properties-file '${conf.replaceAll("'", String.raw`'\''`)}' pyspark-shell`;
  // A Java process of its own puts the command of Spark's together.
  const launcher = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto';
  return { python, env: { PYSPARK_SUBMIT_ARGS: submit, SPARK_LAUNCHER_OPTS: launcher, PYSPARK_PYTHON: python, PYSPARK_DRIVER_PYTHON: python, SPARK_LOCAL_DIRS: work, SPARK_LOCAL_IP: '127.0.0.1', MILLRACE_BOOKMARKS: folder } };
}
