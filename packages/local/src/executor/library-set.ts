/**
 * What `library-set=analytics` gives a Python shell job; for Python 3.9 the versions that public pipelines pin as AWS's (its own table was not read), for other Pythons the newest. Left out:
 * awscli, boto3 and botocore, which are those of the machine; s3fs, whose botocore is too old to be sent to an endpoint; pyodbc, which needs drivers.
 * psycopg2 comes ready-made.
 * @source https://docs.aws.amazon.com/glue/latest/dg/add-job-python.html#python-shell-supported-library
 */
export const analyticsLibraries: Readonly<Record<string, string>> = {
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
};

/** Versions by the Python that has them. */
export const pinnedLibraries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '3.9': Object.fromEntries(Object.entries(analyticsLibraries).map(([name, version]) => [name, `${name}==${version}`])),
};
