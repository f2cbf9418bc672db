// The snippets and the lines of the paper, as it prints them, with its values.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkScript, explainArguments, getResolvedOptions, parse, render, styleNames } from '@millrace/params';
import { at } from '../../clients/commands.ts';
import { run } from '../children.ts';
import { report, type Result } from '../report.ts';
import { startEndpoint } from './endpoint.ts';
import { sameMap } from './maps.ts';
import { ask, environment } from './processes.ts';

const wanted = { '--LOCATION': 'NY', '--DATE': '01-01-1990' };
const results: Result[] = [];
const tell = (what: string, wrong: readonly string[]): void => void results.push({ figure: wrong.length === 0 ? what : `${what}: ${wrong.join('; ').slice(0, 500)}`, holds: wrong.length === 0 });
const snippet = "import sys\nfrom awsglue.utils import getResolvedOptions\nargs = getResolvedOptions(sys.argv, ['JOB_NAME', 'LOCATION', 'DATE'])\nprint(args['LOCATION'], args['DATE'])\n";
const boto = "import boto3\nclient = boto3.client('glue')\nclient.start_job_run(JobName = 'Job_With_Params', Arguments = { '--LOCATION': 'NY', '--DATE': '01-01-1990' })\n";
const lines = ['--arguments LOCATION=NY,DATE=01-01-1990', '--arguments {"LOCATION":"NY","DATE":"01-01-1990"}', '--arguments {\u201cLOCATION\u201d:\u201cNY\u201d,\u201cDATE\u201d:\u201c01-01-1990\u201d}'];

const endpoint = await startEndpoint();
const dir = mkdtempSync(join(tmpdir(), 'millrace-paper-'));
const send = async (line: string, shell: string): Promise<unknown> => {
  const { stdout, stderr } = await run(shell, ['-c', line], { cwd: dir, env: environment(endpoint.url) });
  return (await endpoint.argumentsOf(/"JobRunId": "([^"]+)"/.exec(stdout)?.[1])) ?? stderr.trim();
};
try {
  const read = getResolvedOptions(['job.py', '--JOB_NAME', 'Job_With_Params', '--LOCATION', 'NY', '--DATE', '01-01-1990'], ['JOB_NAME', 'LOCATION', 'DATE'], { glueVersion: '5.0' });
  const findings = await checkScript({ language: 'python', text: snippet, file: 'job.py', declared: null, passed: { LOCATION: 'NY', DATE: '01-01-1990' }, glueVersion: '5.0' });
  tell('the script that reads LOCATION and DATE: NY and 01-01-1990, no finding of the contract check', [...(read['LOCATION'] === 'NY' && read['DATE'] === '01-01-1990' ? [] : [JSON.stringify(read)]), ...findings.map(({ message }) => message)]);

  const parsed = parse('boto3', boto);
  const answer = await ask('clients.py', ['boto3'], [boto.replace('Job_With_Params', 'job')], dir, endpoint.url);
  const arrived = await endpoint.argumentsOf(at(answer, 0, 'run'));
  tell("the boto3 snippet's start_job_run of Job_With_Params: read by us, and run by boto3 (only the job's name changed) it arrives the same", [parsed, arrived].filter((map) => !sameMap(map, wanted)).map((map) => JSON.stringify(map) ?? 'nothing'));

  for (const line of lines) {
    const found = explainArguments(line);
    const wrong: string[] = [];
    if (found === null || !sameMap(found.arguments, wanted)) wrong.push('not recognised');
    for (const shell of ['sh', 'bash']) {
      const before = await send(`aws glue start-job-run --job-name job ${line}`, shell);
      if (sameMap(before, wanted)) wrong.push(`the line as printed works in ${shell}`);
      const seen = await send((found?.repaired.posix ?? 'false').replace('my-job', 'job'), shell);
      if (!sameMap(seen, wanted)) wrong.push(`the repaired line sent ${JSON.stringify(seen)} from ${shell}`);
    }
    tell(`\`${line}\`: does not do its work as printed; recognised (${[...new Set(found?.problems.map(({ kind }) => kind))].join(', ')}); the repaired \`${found?.repaired.posix ?? ''}\` arrives by \`aws\` from sh and bash`, wrong);
  }
  const ways = styleNames.filter((style) => {
    const rendering = render(style, wanted, { name: 'Job_With_Params' });
    return 'text' in rendering && sameMap(parse(style, rendering.text, { readFile: (uri) => rendering.files.find(({ path }) => uri === `file://${path}`)?.text ?? null }), wanted);
  });
  tell(`its two values in every way of passing, there and back: ${ways.length} of ${styleNames.length} styles`, styleNames.filter((style) => !ways.includes(style)));
} finally {
  await endpoint.close();
  rmSync(dir, { recursive: true, force: true });
}
report(results);
