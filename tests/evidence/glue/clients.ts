// The same Glue calls by the AWS CLI, boto3 and the JS SDK to the embedded AWS, and by boto3 to moto.
//   node tests/evidence/glue/clients.ts [quick]      `quick` leaves the binary of the AWS CLI out
import { preparePython } from '../../../tools/python.ts';
import { allCalls, makeCalls, type Client, type Outcome, type Outcomes } from '../../clients/operations/clients.ts';
import { between, compare, explains, explanations, isMissing, type Difference } from '../../clients/operations/compare.ts';
import { serveEmbedded, serveMoto } from '../../clients/operations/servers.ts';
import { report } from '../report.ts';

preparePython('outside');
const calls = allCalls();
const operations = new Set(calls.map(({ operation }) => operation));
const quick = process.argv.includes('quick');

/** Each client has a server of its own, so that each makes its calls on a fresh account. */
async function on(serve: typeof serveEmbedded, client: Client): Promise<Outcomes> {
  const served = await serve();
  try {
    return await makeCalls(client, calls, served.url);
  } finally {
    await served.close();
  }
}
/** No answer of AWS: none at all, or an error that is none of its own. */
const isStrange = (outcome: Outcome | undefined): boolean => outcome === undefined || ('error' in outcome && !/^[A-Z]\w+Exception$/.test(outcome.error));
const line = ({ call, path, ours, theirs }: Difference): string => `${call}: ${path}: ${ours} | ${theirs}`;

const boto3 = await on(serveEmbedded, 'boto3');
const others: readonly Client[] = quick ? ['aws-driver', 'js'] : ['aws-driver', 'aws-binary', 'js'];
const unequal: string[] = [];
for (const client of others) unequal.push(...between(calls, boto3, await on(serveEmbedded, client)).map((one) => `boto3 | ${client}: ${line(one)}`));
const unknown = calls.filter(({ id }) => isStrange(boto3[id]));
for (const text of unequal) process.stderr.write(`${text}\n`);

const moto = await on(serveMoto, 'boto3');
const missing = calls.filter(({ id }) => isMissing(moto[id]));
const shared = calls.filter((call) => !missing.includes(call));
const known = explanations();
const differences = compare(shared, boto3, moto);
const unexplained = differences.filter((one) => !known.some((explanation) => explains(explanation, one)));
const stale = known.filter((explanation) => !differences.some((one) => explains(explanation, one)));
for (const one of unexplained) process.stderr.write(`unexplained (embedded | moto): ${line(one)}\n`);
for (const { calls: of, path } of stale) process.stderr.write(`no longer seen: ${of.join(', ')}: ${path}\n`);
const by = (who: string): number => differences.filter((one) => known.find((explanation) => explains(explanation, one))?.right === who).length;

report([
  {
    figure: `${operations.size} Glue operations in ${calls.length} calls by boto3, the AWS CLI's driver${quick ? '' : ', its binary'} and the JS SDK to the embedded AWS: ${unequal.length} differences between the clients, ${unknown.length} answers that AWS would not give`,
    holds: unequal.length === 0 && unknown.length === 0 && operations.size >= 40,
  },
  {
    figure: `boto3 to moto 5.2.5: it has ${new Set(shared.map(({ operation }) => operation)).size} of the ${operations.size} operations; ${shared.length} calls compared (times and ids by their presence, errors by their code): ${differences.length} differences, the embedded AWS right in ${by('embedded')}, moto in ${by('moto')}, both allowed in ${by('both')}, unexplained ${unexplained.length}, explained but no longer seen ${stale.length}`,
    holds: unexplained.length === 0 && stale.length === 0,
  },
]);
