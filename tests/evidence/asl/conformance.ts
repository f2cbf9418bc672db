// Executions that AWS recorded, run again by our engine: how many end as they did, and why the others do not. `conformance.ts [FOLDER]`.
import { runFolder, type Row } from '../../conformance/run.ts';
import type { Case, Outcome } from '../../conformance/suites.ts';
import { report, type Result } from '../report.ts';
import { absent, corpusCases, corpusFolder } from './corpus.ts';

const suites = [
  { words: 'JSONPath without services', least: 0.98 },
  { words: 'JSONata without services', least: 0.95 },
  { words: 'services with recorded results', least: 0.85 },
] as const;

/** Why a case does not pass; what the README of the suites says at length. Null: nobody knows. */
function reasonOf(one: Case | undefined): string | null {
  const text = JSON.stringify(one?.['definition'] ?? null);
  if (/"(?:ItemReader|ResultWriter|ItemBatcher)":/u.test(text)) return 'distributed Map with ItemReader or ResultWriter, which the engine refuses';
  if (text.includes('"DISTRIBUTED"') && text.includes('"Resource":')) return 'distributed Map whose items call a service: the record lacks the histories of the items';
  return null;
}

function tally(failing: readonly Outcome[], cases: ReadonlyMap<string, Case>): { readonly text: string; readonly unknown: readonly string[] } {
  const kinds = new Map<string, number>();
  const unknown: string[] = [];
  for (const { id, wrong } of failing) {
    const reason = reasonOf(cases.get(id));
    process.stderr.write(`${id}: ${reason ?? wrong ?? ''}\n`);
    if (reason === null) unknown.push(`${id} (${(wrong ?? '').slice(0, 120)})`);
    else kinds.set(reason, (kinds.get(reason) ?? 0) + 1);
  }
  return { text: [...kinds].map(([reason, count]) => `${count} ${reason}`).join('; '), unknown };
}

function row({ words, least }: (typeof suites)[number], rows: readonly Row[], cases: ReadonlyMap<string, Case>): Result {
  const found = rows.find(({ suite }) => suite.includes(words));
  if (found === undefined || found.total === 0) return { figure: `no case of '${words}'`, holds: null };
  const { passed, total, skipped, failing } = found;
  const { text, unknown } = tally(failing, cases);
  const share = passed / total;
  const rest = [text, ...unknown.map((one) => `without a reason: ${one}`), skipped === '' ? '' : `not run: ${skipped}`].filter((one) => one !== '').join('; ');
  return { figure: `${passed} of ${total}: ${(share * 100).toFixed(1)}% (at least ${least * 100}%) in status, output, error and order of states${rest === '' ? '' : `; ${rest}`}`, holds: share >= least && unknown.length === 0 };
}

const folder = corpusFolder();
if (folder === null) report([...suites, null].map(() => ({ figure: absent, holds: null })));
else {
  const rows = (await runFolder(folder, false)).filter(({ suite }) => suite.startsWith('asl-cases'));
  const cases = new Map(corpusCases(folder).map((one): [string, Case] => [`${String(one['id'])}#${String(one['n'])}`, one]));
  const sources = rows.find(({ suite }) => suite.includes('in the sources'));
  report([
    ...suites.map((suite) => row(suite, rows, cases)),
    { figure: sources === undefined ? 'no such suite' : `${sources.passed} of ${sources.total} kinds of texts are nowhere in packages/asl${sources.failing.map(({ wrong }) => `; ${(wrong ?? '').slice(0, 200)}`).join('')}`, holds: sources !== undefined && sources.total > 0 && sources.failing.length === 0 },
  ]);
}
