import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Spark of Glue 5.1. */
export const sparkVersion = '3.5.6';

/** Where Spark is installed for all projects of a person, unless MILLRACE_SPARK names another folder. */
export function sparkFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env['MILLRACE_SPARK'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'millrace', `spark-${sparkVersion}`);
}

/** What an installation holds. */
export interface SparkFiles {
  readonly venv: string;
  readonly python: string;
  /** The file system for `s3://`. */
  readonly jar: string;
  /** The archive of loaded classes. */
  readonly archive: string;
  /** There once all else is. */
  readonly ready: string;
}
export function sparkFiles(folder: string): SparkFiles {
  const venv = join(folder, 'venv');
  return { venv, python: join(venv, 'bin', 'python'), jar: join(folder, 's3-folder.jar'), archive: join(folder, 'classes.jsa'), ready: join(folder, 'ready') };
}
export const sparkIsReady = (folder: string): boolean => {
  const { ready, python, jar } = sparkFiles(folder);
  return [ready, python, jar].every((file) => existsSync(file));
};

/** Said where a Spark job starts without an installation. */
export const sparkMissing = 'The job needs Spark, which is not installed: run `millrace local setup --spark` once.';

/** Spark's settings for jobs: one JVM that starts quickly, and `s3://` as the folder of the buckets. Arguments hold no line breaks: they are paths. */
export function sparkProperties(folder: string, at: { readonly s3Root: string; readonly work: string }): string {
  const { jar, archive } = sparkFiles(folder);
  const settings: Readonly<Record<string, string>> = {
    'spark.master': 'local[*]',
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.sql.shuffle.partitions': '8',
    'spark.sql.warehouse.dir': join(at.work, 'spark-warehouse'),
    'spark.driver.extraClassPath': jar,
    'spark.driver.extraJavaOptions': `-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -XX:SharedArchiveFile=${archive} -Dderby.system.home=${at.work}`,
    'spark.hadoop.fs.s3.impl': 'millrace.S3Folder',
    'spark.hadoop.fs.AbstractFileSystem.s3.impl': 'millrace.S3FolderContext',
    'spark.hadoop.millrace.s3.root': at.s3Root,
  };
  return Object.entries(settings).map(([name, value]) => `${name} ${value}\n`).join('');
}
