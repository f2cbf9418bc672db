// The real AWS CLI and boto3 against the served embedded AWS, on both orchestrators.
import { useClients } from '../clients/outside.ts';
import { report } from './report.ts';

const checks = await useClients();
for (const { what, holds, seen } of checks) process.stderr.write(`${holds ? 'yes' : 'NO '} ${what}${holds ? '' : `: ${seen}`}\n`);
const held = checks.filter(({ holds }) => holds).length;
report([{ figure: `AWS CLI and boto3 on glue and sfn: ${held} of ${checks.length} checks hold (${checks.map(({ what }) => what).join('; ')})`, holds: held === checks.length }]);
