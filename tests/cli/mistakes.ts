// Two pipelines with six different mistakes each, and where each mistake is.
export interface Mistake {
  readonly code: string;
  readonly line: number;
  readonly col: number;
}

export const typescript = {
  file: 'pipeline.ts',
  text: `import { crawler, definePipeline, glueJob, param } from '@millrace/core';

export default definePipeline({
  name: 'orders',
  params: {
    day: param.date({ description: 'Day', default: '31 January' }),
  },
  steps: ({ params }) => {
    const clean = glueJob('clean', { type: 'pythonshell', script: './clean.py', args: { DAY: params.day }, timeout: '30 parsecs' });
    const load = glueJob('Load', { type: 'pythonshell', script: './load.py', after: clean, retry: { attempts: -1 } });
    const tidy = glueJob('tidy', { type: 'pythonshell', script: './tidy.py', after: ['cleen'] });
    const catalog = crawler('catalog', { database: 'sales', s3: 's3://acme/orders/', afer: load });
    return [clean, load, tidy, catalog];
  },
});
`,
  mistakes: [
    { code: 'MR2003', line: 6, col: 16 },
    { code: 'MR1013', line: 9, col: 108 },
    { code: 'MR1020', line: 10, col: 18 },
    { code: 'MR1052', line: 10, col: 101 },
    { code: 'MR1030', line: 11, col: 86 },
    { code: 'MR1010', line: 12, col: 86 },
  ] as readonly Mistake[],
};

export const yaml = {
  file: 'pipeline.yaml',
  text: `name: orders
timezone: Europe/Madird
steps:
  clean:
    kind: glueJob
    type: pythonshell
    script: ./clean.py
    args: { DAY: { param: dya } }
    timeout: 30 parsecs
  load:
    kind: glueJob
    type: pythonshell
    script: ./load.py
    after: cleen
    retry: { attempts: -1 }
  catalog:
    kind: crawler
    database: sales
    s3: s3://acme/orders/
    afer: load
`,
  mistakes: [
    { code: 'MR1060', line: 2, col: 1 },
    { code: 'MR1040', line: 8, col: 13 },
    { code: 'MR1013', line: 9, col: 5 },
    { code: 'MR1030', line: 14, col: 5 },
    { code: 'MR1052', line: 15, col: 14 },
    { code: 'MR1010', line: 20, col: 5 },
  ] as readonly Mistake[],
};

/** What is not told as it should be; empty when all is well. */
export function missing(told: string, { file, mistakes }: { readonly file: string; readonly mistakes: readonly Mistake[] }): string[] {
  return mistakes.map(({ code, line, col }) => `error ${code} ${file}:${line}:${col}`).filter((head) => !told.includes(`${head}\n`));
}
