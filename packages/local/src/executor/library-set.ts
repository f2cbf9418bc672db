/**
 * What `library-set=analytics` gives a Python shell job, with AWS's versions for Python 3.9; other Pythons get what is newest for them. Left out:
 * awscli, boto3 and botocore, which are those of the machine; psycopg2 and pyodbc, which need a compiler or drivers, psycopg2 as its ready-made form; s3fs
 * as of AWS's list would bring a botocore that cannot be sent to an endpoint.
 * @source https://docs.aws.amazon.com/glue/latest/dg/add-job-python.html#python-shell-supported-library, read November 2026
 */
export const analyticsLibraries: Readonly<Record<string, string | null>> = {
  avro: '1.11.0',
  awswrangler: '2.15.1',
  elasticsearch: '8.2.0',
  numpy: '1.22.3',
  pandas: '1.4.2',
  'psycopg2-binary': '2.9.3',
  pyathena: '2.5.3',
  PyMySQL: '1.0.2',
  pyorc: '0.6.0',
  'redshift-connector': '2.0.907',
  requests: '2.27.1',
  'scikit-learn': '1.0.2',
  scipy: '1.8.0',
  SQLAlchemy: '1.4.36',
  s3fs: null,
};

/** Versions by the Python that has them. */
export const pinnedLibraries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '3.9': Object.fromEntries(Object.entries(analyticsLibraries).flatMap(([name, version]) => (version === null ? [] : [[name, `${name}==${version}`]]))),
};
