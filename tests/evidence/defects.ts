// Breaks one line of a compiler at a time: the equivalence test must notice each.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { report } from './report.ts';

interface Defect {
  readonly target: string;
  readonly what: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
}
const folder = fileURLToPath(new URL('../equivalence/', import.meta.url));
// The list is in the repository.
const defects = JSON.parse(readFileSync(`${folder}defects.json`, 'utf8')) as readonly Defect[];
const missed: string[] = [];
for (const defect of defects) {
  const ran = spawnSync(process.execPath, ['--conditions=@millrace/source', '--import', `${folder}defect-hook.mjs`, `${folder}find-difference.ts`, defect.target, '400', '1'], {
    encoding: 'utf8', env: { ...process.env, MILLRACE_DEFECT: JSON.stringify(defect) }, timeout: 300_000,
  });
  const noticed = ran.status === 0;
  process.stderr.write(`${noticed ? 'noticed' : 'MISSED '} ${defect.target}: ${defect.what}: ${String(ran.status === 1 || ran.status === null ? ran.stderr : ran.stdout).trim().split('\n').at(-1) ?? ''}\n`);
  if (!noticed) missed.push(`${defect.target}: ${defect.what}`);
}
report([{ figure: `${defects.length} defects in the compilers, ${defects.length - missed.length} make the equivalence test fail${missed.length === 0 ? '' : `; missed: ${missed.join('; ')}`}`, holds: missed.length === 0 && defects.length >= 20 }]);
