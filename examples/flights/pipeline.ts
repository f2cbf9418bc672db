import { crawler, definePipeline, glueJob, param } from '@millrace/core';

const months = Array.from({ length: 12 }, (_, index) => `2013-${String(index + 1).padStart(2, '0')}`);

export default definePipeline({
  name: 'flights',
  timezone: 'America/New_York',
  params: {
    month: param.enum({ values: months, description: 'Month to load', default: '2013-01' }),
    raw: param.s3Uri({ description: 'Folder of the raw records', default: 's3://flights-raw/2013/' }),
    out: param.s3Uri({ description: 'Where the results go', default: 's3://flights-curated/' }),
  },
  steps: ({ params }) => {
    const clean = glueJob('clean', { type: 'pythonshell', script: './jobs/clean.py', args: { RAW: params.raw, MONTH: params.month, OUT: params.out }, timeout: '10m', retry: { attempts: 1 } });
    const enrich = glueJob('enrich', { type: 'pythonshell', script: './jobs/enrich.py', args: { RAW: params.raw, OUT: params.out }, after: clean, timeout: '10m' });
    const aggregate = glueJob('aggregate', { type: 'pythonshell', script: './jobs/aggregate.py', args: { OUT: params.out }, after: enrich, timeout: '10m' });
    const catalog = crawler('catalog', { database: 'flights', s3: ['s3://flights-curated/flights/'], after: enrich });
    const report = glueJob('report', { type: 'pythonshell', script: './jobs/report.py', args: { OUT: params.out, MONTH: params.month, DATABASE: 'flights' }, after: [aggregate, catalog], timeout: '10m' });
    return [clean, enrich, aggregate, catalog, report];
  },
});
