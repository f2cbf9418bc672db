// How the time of one parser grows with its text, in a process of its own: `growth-one.ts PARSER`. Prints JSON.
import { render, styleNames } from '@millrace/params';
import { awkwardMap } from '../../../packages/params/src/passing/awkward.fixture.ts';
import fc from 'fast-check';
import { expected, readers, type Reader } from './parsers.ts';

type Family = (size: number) => string;
const times = (unit: (n: number) => string, length: number, between = ''): Family => (size) => Array.from({ length: Math.ceil(size / length) }, (_, n) => unit(n)).join(between);
const repeated = (unit: string, head = '', tail = ''): Family => (size) => head + unit.repeat(Math.ceil(size / unit.length)) + tail;

/** A valid text of many entries, one of a long value, and texts that make parsers look back. */
function families(parser: string): Readonly<Record<string, Family>> {
  const nasty = ['a', ' ', '\\', '"', "'", "''", '=', ',', 'k=v,', 'k=[', '[', '{', '{"a":', '(', '$(', '${', '{{ ', '{% ', '--a ', '-', '\n', '\n  ', '\t', '# ', '"\\"', '<<', '%{', '/*', '//', '@', 'a=b,c,', '😀', '"a": "b"\n', "'a' + "];
  const broken = Object.fromEntries(nasty.map((unit): [string, Family] => [JSON.stringify(unit), repeated(unit)]));
  if (parser === 'contract-python') return { ...broken, ...python };
  if (parser === 'contract-scala') return { ...broken, ...scala };
  const style = styleNames.find((name) => name === parser);
  const write = (map: Readonly<Record<string, string>>): string => {
    const rendering = style === undefined ? null : render(style, map);
    return rendering !== null && 'text' in rendering ? rendering.text : Object.entries(map).map(([key, value]) => `${key}=${value}`).join(',');
  };
  const values = fc.sample(awkwardMap, { numRuns: 200, seed: 3 }).flatMap((map) => Object.values(map));
  return {
    ...broken,
    'many plain entries': (size) => write(Object.fromEntries(Array.from({ length: Math.ceil(size / 16) }, (_, n) => [`--k${n}`, `v${n}`]))),
    'many awkward entries': (size) => write(Object.fromEntries(Array.from({ length: Math.ceil(size / 16) }, (_, n) => [`--k${n}`, values[n % values.length] ?? '']))),
    ...Object.fromEntries(nasty.map((unit): [string, Family] => [`one value of ${JSON.stringify(unit)}`, (size) => write({ '--a': unit.repeat(Math.ceil(size / unit.length)), '--b': 'x' })])),
    ...Object.fromEntries(nasty.map((unit): [string, Family] => [`a valid text, then ${JSON.stringify(unit)}`, (size) => write({ '--a': 'b' }) + unit.repeat(Math.ceil(size / unit.length))])),
  };
}

const head = 'import sys\nfrom awsglue.utils import getResolvedOptions\n';
const python: Readonly<Record<string, Family>> = {
  'many calls': (size) => head + times((n) => `a${n} = getResolvedOptions(sys.argv, ['SRC', 'K${n}'])\nprint(a${n}['K${n}'])\n`, 70)(size),
  'many options in one list': (size) => `${head}a = getResolvedOptions(sys.argv, [${times((n) => `'K${n}'`, 7, ', ')(size)}])\n`,
  'a list that grows': (size) => `${head}o = []\n${times((n) => `o.append('K${n}')\n`, 17)(size)}a = getResolvedOptions(sys.argv, o)\n`,
  'a list that is added to': (size) => `${head}o = ['SRC']\n${times((n) => `o = o + ['K${n}']\n`, 16)(size)}a = getResolvedOptions(sys.argv, o)\n`,
  'a text that is added to': (size) => `${head}s = ''\n${times(() => `s += 'a'\n`, 9)(size)}`,
  'copies of copies': (size) => `${head}a0 = sys.argv\n${times((n) => `a${n + 1} = a${n}\n`, 12)(size)}`,
  'a long sum': repeated("'a' + ", 'x = ', "'a'\n"),
  'many functions': (size) => head + times((n) => `def f${n}(x):\n    return f${n + 1}(x)\n`, 34)(size),
  'many branches': (size) => `${head}o = ['SRC']\n${times((n) => `if x${n}:\n    o = ['K${n}']\n`, 26)(size)}a = getResolvedOptions(sys.argv, o)\n`,
  'many reads': (size) => `${head}a = getResolvedOptions(sys.argv, ['SRC'])\n${times(() => `print(a['SRC'])\n`, 16)(size)}`,
};
const object = (body: string): string => `import com.amazonaws.services.glue.util.GlueArgParser\nobject Job {\n  def main(sysArgs: Array[String]): Unit = {\n${body}  }\n}\n`;
const scala: Readonly<Record<string, Family>> = {
  'many calls': (size) => object(times((n) => `    val a${n} = GlueArgParser.getResolvedOptions(sysArgs, Seq("SRC", "K${n}").toArray)\n    println(a${n}("K${n}"))\n`, 100)(size)),
  'many options in one list': (size) => object(`    val a = GlueArgParser.getResolvedOptions(sysArgs, Seq(${times((n) => `"K${n}"`, 7, ', ')(size)}).toArray)\n`),
  'a list that is added to': (size) => object(`    var o = Seq("SRC")\n${times((n) => `    o = o ++ Seq("K${n}")\n`, 25)(size)}    val a = GlueArgParser.getResolvedOptions(sysArgs, o.toArray)\n`),
  'a long sum': (size) => object(`    val x = ${repeated('"a" + ')(size)}"a"\n`),
  'many functions': (size) => object(times((n) => `    def f${n}(x: Int): Int = f${n + 1}(x)\n`, 36)(size)),
  'many reads': (size) => object(`    val a = GlueArgParser.getResolvedOptions(sysArgs, Seq("SRC").toArray)\n${times(() => '    println(a("SRC"))\n', 22)(size)}`),
};

type Clock = () => number;
const wall: Clock = () => performance.now();
/** Time of the processor for this thread: others that work beside it do not count. It moves in steps of some milliseconds. */
const processor: Clock = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Milliseconds for one reading: the least of three measurements, each of as many readings as take `span` together. A long one needs no second. */
async function cost(read: Reader, text: string, clock: Clock, span: number): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < 3 && (time === 0 || least < 100); time += 1) {
    const from = clock();
    let readings = 0;
    do {
      try {
        await read(text, 0);
      } catch (error) {
        if (!expected(error)) throw new Error(`${parser} fails on ${text.length} characters that begin with ${JSON.stringify(text.slice(0, 60))}`, { cause: error });
      }
      readings += 1;
    } while (clock() - from < span);
    least = Math.min(least, (clock() - from) / readings);
  }
  return least;
}

interface Growth {
  /** Milliseconds for a text, one of four times and one of sixteen times its length. */
  readonly ms: readonly number[];
  readonly ratio: number;
  readonly size: number;
}
async function measured(read: Reader, family: Family, size: number, clock: Clock, span: number): Promise<Growth> {
  const ms: number[] = [];
  for (const factor of [1, 4, 16]) ms.push(await cost(read, family(size * factor), clock, span));
  const [, second = 0, third = 0] = ms;
  // The last step counts: what the contract check follows only so far looks steeper before it is there.
  return { ms: ms.map((one) => Math.round(one * 1000) / 1000), ratio: third / second, size };
}

/** Texts of a size that can be measured, and longer ones: how many times longer four times the text takes at last. Null: too quick to measure at any size. */
async function growth(read: Reader, family: Family): Promise<Growth | null> {
  let size = 8000;
  while (size < 128_000 && (await cost(read, family(size), wall, 0)) < 1) size *= 4;
  const seen = await measured(read, family, size, wall, 0);
  if ((seen.ms[2] ?? 0) < 1) return null;
  // Work beside this disturbs the clock on the wall: what looks bad is measured again by the other.
  return seen.ratio <= 5 ? seen : measured(read, family, size, processor, 40);
}

const [parser = ''] = process.argv.slice(2);
const control: Reader = (text) => {
  // Looks at all before it for each character, as a parser must not.
  for (let at = 0; at < text.length; at += 1) text.slice(0, at).lastIndexOf('b');
};
const read = parser === 'control' ? control : readers[parser];
if (read === undefined) throw new Error(`There is no parser '${parser}'.`);
const found: (Growth & { readonly family: string })[] = [];
let [quick, all] = [0, 0];
for (const [family, text] of Object.entries(parser === 'control' ? { plain: repeated('a') } : families(parser))) {
  process.stderr.write(`at ${family}\n`);
  all += 1;
  const one = await growth(read, text);
  if (one === null) quick += 1;
  else found.push({ family, ...one });
}
process.stdout.write(JSON.stringify({ all, quick, worst: found.sort((a, b) => b.ratio - a.ratio).slice(0, 5) }));
