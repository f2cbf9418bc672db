// Every reader of the language under damaged texts, in processes of their own so that a hang ends too: `fuzz.ts [SECONDS]`, two at a time.
import { member } from '../../conformance/asl-record.ts';
import { child, twoAtATime } from '../children.ts';
import { lastSoak } from '../params/soak.ts';
import { report, type Result } from '../report.ts';
import { readers } from './readers.ts';

/** No crash, no hang and nothing thrown that is not documented: `seconds` for each reader. */
export async function fuzzReaders(seconds: number): Promise<Result> {
  const results = await twoAtATime(Object.keys(readers), async (reader) => {
    const { found, failure } = await child(import.meta.url, 'fuzz-one.ts', [reader, String(seconds)], seconds + 60);
    return failure === null
      ? { holds: true, figure: `${reader} ${Number(member(found, 'texts')).toLocaleString('en')} texts, slowest ${String(member(found, 'slowest'))} ms` }
      : { holds: false, figure: `${reader} ${failure}` };
  });
  const wrong = results.filter(({ holds }) => !holds);
  return { figure: `${wrong.length === 0 ? '' : `FAILS: ${wrong.map(({ figure }) => figure).join('; ')}; `}${results.length} readers, ${seconds} s each: ${results.filter(({ holds }) => holds).map(({ figure }) => figure).join('; ')}`, holds: wrong.length === 0 };
}

if (import.meta.main) {
  const fuzzed = await fuzzReaders(Number(process.argv[2] ?? 60));
  report([{ ...fuzzed, figure: `${fuzzed.figure}; soak: ${lastSoak()}` }]);
}
