// Damages texts for one parser in a process of its own: `fuzz-one.ts PARSER SECONDS`. Prints JSON.
import fc from 'fast-check';
import { render, styleNames } from '@millrace/params';
import { awkwardMap, awkwardValue } from '../../../packages/params/src/passing/awkward.fixture.ts';
import { fuzzContract } from '../../params/fuzz-contract.ts';
import { expected, readers, type Reader } from './parsers.ts';

/** A text that the parser takes, mostly: what is damaged. */
function whole(parser: string, map: Readonly<Record<string, string>>): string {
  const lines: Readonly<Record<string, 'posix' | 'powershell'>> = { posix: 'posix', powershell: 'powershell' };
  const style = styleNames.find((name) => name === parser) ?? (parser in lines ? 'cli-json' : null);
  const rendering = style === null ? null : render(style, map, { shell: lines[parser] ?? 'posix' });
  return rendering !== null && 'text' in rendering ? rendering.text : Object.entries(map).map(([key, value]) => `${key}=${value}`).join(',');
}

function fuzzTexts(parser: string, read: Reader, seconds: number): { readonly texts: number; readonly slowest: number } {
  const end = performance.now() + seconds * 1000;
  let [texts, slowest, seed] = [0, 0, 1];
  while (performance.now() < end) {
    seed += 1;
    const junk = fc.sample(fc.array(awkwardValue, { maxLength: 8 }).map((list) => list.join('')), { numRuns: 200, seed });
    const maps = fc.sample(awkwardMap, { numRuns: 200, seed });
    junk.forEach((piece, index) => {
      const before = whole(parser, maps[index] ?? {});
      const at = (seed * 7919 + index * 104_729) % (before.length + 1);
      const text = before.slice(0, at) + piece + before.slice(at + (index % 5));
      const from = performance.now();
      try {
        read(text, index);
      } catch (error) {
        if (!expected(error)) throw new Error(`${parser} fails on ${JSON.stringify(text)}`, { cause: error });
      }
      slowest = Math.max(slowest, performance.now() - from);
      texts += 1;
    });
  }
  return { texts, slowest: Math.round(slowest) };
}

const [parser = '', seconds = '60'] = process.argv.slice(2);
const read = readers[parser];
if (read === undefined) throw new Error(`There is no parser '${parser}'.`);
const language = parser === 'contract-python' ? 'python' : parser === 'contract-scala' ? 'scala' : null;
process.stdout.write(JSON.stringify(language === null ? fuzzTexts(parser, read, Number(seconds)) : await fuzzContract(language, Number(seconds), 1)));
