// Damages texts for one reader in a process of its own: `fuzz-one.ts READER SECONDS [SEED]`. Prints JSON.
import { expected, pieces, readers, type Reader } from './readers.ts';

/** The draws of mulberry32: the same for the same seed. */
function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A text with one to five places damaged: something put in, some of it many times, something left out, or a part of another text. */
function damaged(reader: Reader, draw: (below: number) => number): string {
  const pick = <T>(from: readonly T[], otherwise: T): T => from[draw(from.length)] ?? otherwise;
  let text = pick(reader.whole, '');
  for (let left = 1 + draw(5); left > 0; left -= 1) {
    const at = draw(text.length + 1);
    const other = pick(reader.whole, '');
    const from = draw(other.length + 1);
    const put = draw(6) === 0 ? other.slice(from, from + draw(60)) : pick(draw(2) === 0 ? reader.pieces : pieces, '').repeat(draw(40) === 0 ? 1 + draw(3000) : 1);
    text = text.slice(0, at) + put + text.slice(at + draw(6));
  }
  return text;
}

/** What a single text may take; more is a hang. The counts that bound an expression end it within about a second, and the machine is not ours alone. */
const longest = 8000;

const [name = '', seconds = '60', first = '1'] = process.argv.slice(2);
const reader = readers[name];
if (reader === undefined) throw new Error(`There is no reader '${name}'.`);
const end = performance.now() + Number(seconds) * 1000;
let [texts, refused, slowest] = [0, 0, 0];
for (let seed = Number(first); performance.now() < end; seed += 1) {
  // What hangs is the last one that was told.
  process.stderr.write(`at seed ${seed}\n`);
  const draw = drawing(seed);
  for (let count = 0; count < 100; count += 1) {
    const text = damaged(reader, draw);
    const from = performance.now();
    try {
      await reader.read(text);
    } catch (error) {
      if (!expected(error)) throw new Error(`${name}, seed ${seed}, fails on ${JSON.stringify(text).slice(0, 300)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      refused += 1;
    }
    const ms = performance.now() - from;
    if (ms > longest) throw new Error(`${name}, seed ${seed}, takes ${Math.round(ms)} ms for ${JSON.stringify(text).slice(0, 300)}`);
    slowest = Math.max(slowest, ms);
    texts += 1;
  }
}
process.stdout.write(JSON.stringify({ texts, refused, slowest: Math.round(slowest) }));
