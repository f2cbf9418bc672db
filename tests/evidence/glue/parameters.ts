// The parameter example of AWS's guide as a workflow: values of a run reach an unmodified script, and another value needs no deploy.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/python.ts';
import { folder, type Ended } from '../../cli/millrace.ts';
import { report } from '../report.ts';

const example = join(root, 'examples', 'parameters');
const script = readFileSync(join(example, 'jobs/report.py'), 'utf8');
const here = folder();
const wrong: string[] = [];

async function fine(...args: readonly string[]): Promise<Ended> {
  const ended = await here.millrace(...args);
  if (ended.code !== 0) wrong.push(`\`millrace ${args.join(' ')}\` ended with ${ended.code ?? 'a signal'}: ${ended.err.slice(-300)}`);
  return ended;
}
const expect = (what: string, holds: boolean): void => void (holds || wrong.push(what));

try {
  cpSync(example, here.path, { recursive: true });
  expect('the script knows of Millrace', !/millrace/i.test(script) && script.includes('getResolvedOptions(sys.argv, ["JOB_NAME", "LOCATION", "DATE"])'));
  await fine('local', 'up', '--port', '0');
  await fine('deploy', '--local', '--target', 'glue', '--yes');
  for (const [day, more] of [['1990-01-01', []], ['1991-12-31', ['-p', 'location=WA']]] as const) {
    await fine('run', '--local', '-p', `day=${day}`, ...more);
    const { out } = await fine('logs', '--local');
    expect(`the log of the run for ${day} says ${JSON.stringify(out.slice(-200))}`, out.includes(`reads ${more.length === 0 ? 'NY' : 'WA'} on ${day}`));
    const { code, out: changes } = await here.millrace('diff', '--local', '--exit-code');
    expect(`behind the run for ${day} a deploy would change something: ${changes.slice(0, 300)}`, code === 0);
  }
  const refused = await here.millrace('run', '--local', '-p', 'day=01-01-1990');
  expect('a day that is none was taken', refused.code !== 0 && refused.err.includes('day'));
} finally {
  await here.millrace('local', 'down');
  here.remove();
}
report([{
  figure: `\`millrace run -p day=1990-01-01\` on a Glue workflow: the unmodified script prints LOCATION and DATE as given; a second run with another day and state, the change set empty before and after${wrong.length === 0 ? '' : `; wrong: ${wrong.join('; ')}`}`,
  holds: wrong.length === 0,
}]);
