import { checkScript } from '@millrace/params';
import { examples } from '../../packages/params/src/contract/test/scripts.ts';

type Language = 'python' | 'scala';

/** Damages the example scripts in many ways for some seconds; throws what the contract check throws, with the script. */
export async function fuzzContract(language: Language, seconds: number, seed: number): Promise<{ readonly texts: number; readonly slowest: number }> {
  const all = [...examples('correct-python.txt', 'python'), ...examples('correct-scala.txt', 'scala'), ...examples('faulty.txt', null)].filter(({ script }) => script.language === language);
  const bits = ['(', ')', '"', "'''", '[', ']', ':', '\n', '    ', 'f"{', '*', '=', 'if ', '\0', '😀', 'sys.argv', 'getResolvedOptions(', 'args[', ' += ', 'lambda x: ', 'for x in ', ' + ', '.toArray', '++'];
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const end = performance.now() + seconds * 1000;
  let [texts, slowest] = [0, 0];
  while (performance.now() < end) {
    const example = all[random(all.length)];
    if (example === undefined) throw new Error(`There are no example scripts of ${language}.`);
    let { text } = example.script;
    for (let damage = random(6); damage >= 0; damage -= 1) {
      const at = random(text.length);
      const other = all[random(all.length)]?.script.text ?? '';
      const from = random(other.length);
      const put = [bits[random(bits.length)] ?? '', other.slice(from, from + 200), ''][random(3)] ?? '';
      text = text.slice(0, at) + put + text.slice(at + random(20));
    }
    const start = performance.now();
    await checkScript({ ...example.script, text }).catch((thrown: unknown) => {
      throw new Error(`The contract check fails on ${JSON.stringify(text)}`, { cause: thrown });
    });
    slowest = Math.max(slowest, performance.now() - start);
    texts += 1;
  }
  return { texts, slowest: Math.round(slowest) };
}

if (import.meta.main) for (const language of ['python', 'scala'] as const) console.log(language, await fuzzContract(language, Number(process.argv[2] ?? 60), 1));
