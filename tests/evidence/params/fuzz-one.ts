// Damages texts for one parser in a process of its own: `fuzz-one.ts PARSER SECONDS`. Prints JSON.
import fc from 'fast-check';
import { explainArguments, getResolvedOptions, parse, parseShorthand, PassingError, ResolvedOptionsError, ShorthandError, styleNames } from '@millrace/params';
import { awkwardMap, awkwardValue } from '../../../packages/params/src/passing/awkward.fixture.ts';
import { render } from '@millrace/params';
import { fuzzContract } from '../../params/fuzz-contract.ts';

const [parser = '', seconds = '60'] = process.argv.slice(2);
const expected = (error: unknown): boolean => error instanceof PassingError || error instanceof ShorthandError || error instanceof ResolvedOptionsError;
const tries: Readonly<Record<string, (text: string, seed: number) => void>> = {
  shorthand: (text) => void parseShorthand(text),
  'resolved-options': (text, seed) => void getResolvedOptions(['job', ...text.split(' ')], text.split(/[ ,=]/).slice(0, seed % 4), { glueVersion: seed % 2 === 0 ? '5.0' : '6.0' }),
  explain: (text) => void explainArguments(`--arguments ${text}`),
  ...Object.fromEntries(styleNames.map((style) => [style, (text: string) => void parse(style, text, { readFile: () => text })])),
};
if (parser === 'contract') {
  const { scripts, slowest } = await fuzzContract(Number(seconds), 1);
  process.stdout.write(JSON.stringify({ texts: scripts, slowest }));
} else {
  const attempt = tries[parser];
  if (attempt === undefined) throw new Error(`There is no parser '${parser}'.`);
  const end = performance.now() + Number(seconds) * 1000;
  let [texts, slowest, seed] = [0, 0, 1];
  while (performance.now() < end) {
    seed += 1;
    const junk = fc.sample(fc.array(awkwardValue, { maxLength: 8 }).map((list) => list.join('')), { numRuns: 200, seed });
    const maps = fc.sample(awkwardMap, { numRuns: 200, seed });
    junk.forEach((piece, index) => {
      const rendering = styleNames.some((style) => style === parser) ? render(parser as (typeof styleNames)[number], maps[index] ?? {}) : null; // As above.
      const whole = rendering !== null && 'text' in rendering ? rendering.text : Object.entries(maps[index] ?? {}).map(([key, value]) => `${key}=${value}`).join(',');
      const at = (seed * 7919 + index * 104_729) % (whole.length + 1);
      const text = whole.slice(0, at) + piece + whole.slice(at + (index % 5));
      const from = performance.now();
      try {
        attempt(text, index);
      } catch (error) {
        if (!expected(error)) throw new Error(`${parser} fails on ${JSON.stringify(text)}`, { cause: error });
      }
      slowest = Math.max(slowest, performance.now() - from);
      texts += 1;
    });
  }
  process.stdout.write(JSON.stringify({ texts, slowest: Math.round(slowest) }));
}
