// Every parser under damaged texts and growing ones, in processes of their own so that a hang ends too: `fuzz.ts [SECONDS]`, two at a time.
import { at, list } from '../../clients/commands.ts';
import { child, twoAtATime, type Child } from '../children.ts';
import { report, type Result } from '../report.ts';
import { readers } from './parsers.ts';
import { lastSoak } from './soak.ts';

/** Four times the text may take so many times as long: the geometric middle between linear (4) and square (16) time. */
const fair = 8;
const parsers = Object.keys(readers);

// A large nursery: else the collector's work on the longest text, which grows with what is live, is taken for the parser's.
const ran = (script: string, args: readonly string[], seconds: number): Promise<Child> => child(import.meta.url, script, args, seconds, ['--max-semi-space-size=512']);

async function damaged(parser: string, seconds: number): Promise<Result> {
  const { found, failure } = await ran('fuzz-one.ts', [parser, String(seconds)], seconds + 60);
  if (failure !== null) return { figure: `${parser} ${failure}`, holds: false };
  return { figure: `${parser} ${String(at(found, 'texts'))} texts, slowest ${String(at(found, 'slowest'))} ms`, holds: true };
}

interface Worst {
  readonly ratio: number;
  readonly text: string;
}
interface Growth {
  readonly parser: string;
  readonly worst: Worst;
  readonly texts: number;
  readonly failure: string | null;
}
async function grown(parser: string): Promise<Growth> {
  const { found, failure } = await ran('growth-one.ts', [parser], 900);
  const [worst] = list(found, 'worst');
  const [family, ms] = [at(worst, 'family'), list(worst, 'ms').map(Number)];
  return {
    parser, failure: failure === null ? null : `${parser} ${failure}`, texts: Number(at(found, 'all') ?? 0),
    worst: { ratio: Number(at(worst, 'ratio') ?? 0), text: typeof family === 'string' ? `${parser}, ${family} (${ms.join(', ')} ms)` : `${parser}, all too quick to measure` },
  };
}

/**
 * A busy machine makes one of two thousand figures bad now and then. What takes square time does so whenever it is measured: the least of up to
 * three worst figures counts, the later ones taken alone.
 */
async function confirmed(first: Growth): Promise<Growth> {
  let least = first;
  for (let time = 1; time < 3 && least.failure === null && least.worst.ratio > fair; time += 1) {
    const again = await grown(first.parser);
    if (again.failure !== null || again.worst.ratio < least.worst.ratio) least = again;
  }
  return least;
}

/** No crash and no hang: `seconds` for each parser. */
export async function fuzz(seconds: number): Promise<Result> {
  const results = await twoAtATime(parsers, (parser) => damaged(parser, seconds));
  const wrong = results.filter(({ holds }) => holds !== true);
  return { figure: `${wrong.length === 0 ? '' : `FAILS: ${wrong.map(({ figure }) => figure).join('; ')}; `}${results.length} parsers, ${seconds} s each: ${results.filter(({ holds }) => holds === true).map(({ figure }) => figure).join('; ')}`, holds: wrong.length === 0 };
}

/** No super-linear time; a reader that is known to take square time shows that this can fail. */
export async function grow(): Promise<Result> {
  const results: Growth[] = [];
  for (const one of await twoAtATime(parsers, grown)) results.push(await confirmed(one));
  const control = await confirmed(await grown('control'));
  const wrong = results.flatMap(({ failure, worst }) => (failure !== null ? [failure] : worst.ratio > fair ? [`${worst.text}: ${worst.ratio.toFixed(1)}`] : []));
  const ratios = results.filter(({ failure }) => failure === null).map(({ worst }) => worst).sort((a, b) => b.ratio - a.ratio);
  const said = ratios.slice(0, 3).map(({ ratio, text }) => `${ratio.toFixed(1)} of ${text}`).join('; ');
  const texts = results.reduce((sum, one) => sum + one.texts, 0);
  return {
    figure: `${wrong.length === 0 ? '' : `FAILS: ${wrong.join('; ')}; `}${results.length} parsers, ${texts} kinds of text at three sizes: four times the text takes at most ${fair} times as long (linear is 4, square 16); worst: ${said}; a reader of square time, measured the same way: ${control.worst.ratio.toFixed(1)}`,
    holds: wrong.length === 0 && results.length === parsers.length && control.failure === null && control.worst.ratio > fair,
  };
}

if (import.meta.main) {
  const [fuzzed, growth] = [await fuzz(Number(process.argv[2] ?? 60)), await grow()];
  report([{ ...fuzzed, figure: `${fuzzed.figure}; soak: ${lastSoak()}` }, growth]);
}
