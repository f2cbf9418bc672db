import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateScala, param, type AccessorDeclarations } from '@millrace/params';
import { declared as mapped, maps, textsOf, type Typed } from '../evidence/params/accessors.maps.ts';

/** The generated Scala accessors, compiled and run by one version of Scala. */
export interface ScalaRow {
  readonly version: string;
  readonly outcome: 'passed' | 'failed' | 'not measured';
  readonly cases: number;
  /** Random maps that were read back, of those that were given. */
  readonly maps: string;
  readonly why: string;
}

const CENTRAL = 'https://repo1.maven.org/maven2/org/scala-lang';
// The compiler, its library and its reflection, with the sums of what was measured.
const JARS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '2.12.20': {
    compiler: 'c88676d75c69721b717ea6c441ece04fff262abab9d210a2936abc2be3731fa2',
    library: '4d8a8f984cce31a329a24f10b0bf336f042cb62aeb435290a1b20243154cfccb',
    reflect: '5f1914cdc7a70580ea6038d929ebb25736ecf2234f677e2d47f8a4b2bc81e1fb',
  },
  '2.13.16': {
    compiler: 'f59982714591e321ba9c087af2c8666e2f5fb92b11a0cef72c2c5e9b342152d3',
    library: '1ebb2b6f9e4eb4022497c19b1e1e825019c08514f962aaac197145f88ed730f1',
    reflect: 'fb49ccd9cac7464486ab993cda20a3c1569d8ef26f052e897577ad2a4970fb1d',
  },
};

const hostile = '*/ \\u000a " + sys.exit(1) + """ \u2028 😀 \0 ${x} $x \r\n\t\'';
const declared: AccessorDeclarations = {
  source: param.s3Uri({ description: hostile, default: 's3://acme-raw/orders/' }),
  limit: param.integer({ default: -10 }),
  rate: param.double({ default: 0.5 }),
  dry: param.boolean({ default: false }),
  day: param.date({ default: { run: 'date' } }),
  mode: param.enum({ values: ['full', 'delta', hostile], default: 'delta' }),
  type: param.string({ default: hostile }),
  tables: { type: 'list', description: '', default: ['a', '1', 'b,"c'], values: [] },
  counts: param.list({ items: 'integer', minLength: 1, maxLength: 2, default: [1, -2] }),
  state: param.string({ pattern: '[A-Z]{2}|\\d{3,4}\\s?|\\p{Lu}\\b.', minLength: 2, maxLength: 5, default: 'NY' }),
  share: param.double({ min: 0, max: 1.5, default: 0.5 }),
  raw: param.bucket({ default: 'acme-raw' }),
  role: param.iamRole({ default: 'arn:aws:iam::123456789012:role/etl' }),
  config: { type: 'json', description: '', default: { a: [true] }, values: [] },
  password: { type: 'secret', description: 'Of the database', default: 'prod/db', values: [] },
};

// A stand-in of our own, with the rules that the accessors rely on: names that are asked for must be there.
const PARSER = `package com.amazonaws.services.glue.util
object GlueArgParser {
  def getResolvedOptions(args: Array[String], options: Array[String]): Map[String, String] = options.map { name =>
    val joined = args.find(_.startsWith("--" + name + "=")).map(_.drop(name.length + 3))
    val at = args.indexOf("--" + name)
    name -> joined.getOrElse(args(at + 1))
  }.toMap
}
`;
const MAIN = `object Main {
  def check(what: String, found: Any, expected: Any): Unit =
    println((if (found == expected) "ok " else "not ok ") + what + (if (found == expected) "" else ": " + found))
  def hex(text: String): String = text.map(_.toInt.toHexString).mkString(" ")
  val hostile: String = "HEX".split(" ").map(Integer.parseInt(_, 16).toChar).mkString
  def main(args: Array[String]): Unit = {
    val flow = Array("script", "--WORKFLOW_NAME", "flow", "--WORKFLOW_RUN_ID", "wr_1")
    val properties = (name: String, run: String) => if (name == "flow" && run == "wr_1") Map("param:limit" -> "7", "limit" -> "8", "mode" -> "full", "millrace:date" -> "2026-01-31") else Map.empty[String, String]
    val p = JobParams.load(flow ++ Array("--source", "s3://acme-test/x", "--dry=true"), properties, (name: String) => "hunter2 of " + name)
    check("argument", p.source, "s3://acme-test/x")
    check("joined argument", p.dry, true)
    check("own run property", p.limit, 7L)
    check("plain run property", p.mode, "full")
    check("date of the run", p.day, java.time.LocalDate.of(2026, 1, 31))
    check("default", p.rate, 0.5)
    check("hostile default", hex(p.type_), hex(hostile))
    check("hostile description", hex(JobParams.descriptions("source")), hex(hostile))
    check("list", p.tables, List("a", "1", "b,\\"c"))
    check("list of numbers", p.counts, List(1L, -2L))
    check("pattern", JobParams.load(Array("script", "--day", "2026-02-28", "--state", "1234\u00a0", "--share", " 1.5\u00a0", "--counts", "[2.0]")).counts, List(2L))
    check("json", p.config, "{\\"a\\":[true]}")
    check("secret", p.password.value(), "hunter2 of prod/db")
    check("secret not printed", (p.toString + p.password).contains("prod/db") || p.toString.contains("hunter2"), false)
    val own = JobParams.load(Array("script", "--day", "2026-02-28"))
    check("default number", own.limit, -10L)
    val problems = try { JobParams.load(Array("script", "--limit", "9007199254740992", "--rate", "NaN", "--dry", "True", "--source", "s3://X", "--mode", "ful", "--tables", "[1,]")); Nil } catch { case e: JobParams.ParamsError => e.problems }
    val ruled = try { JobParams.load(Array("script", "--day", "2026-02-28", "--state", "NYC", "--share", "2", "--counts", "[1,2,3]", "--raw", "s3://acme", "--role", "etl", "--tables", "[1]", "--config", "null", "--password", "hunter 2")); Nil } catch { case e: JobParams.ParamsError => e.problems }
    check("rules", ruled.map(_.split("'")(1)), List("tables", "counts", "config", "state", "share", "raw", "role", "password").sortBy(List("source", "limit", "rate", "dry", "day", "mode", "type", "tables", "counts", "state", "share", "raw", "role", "config", "password").indexOf(_)))
    check("rule told", ruled.filter(_.contains("'share'")), List("'share': '2' is not at most 1.5"))
    check("secret not told", ruled.mkString.contains("hunter"), false)
    def json(text: String): String = try { JobParams.load(Array("script", "--day", "2026-02-28", "--config", text)).config } catch { case e: JobParams.ParamsError => "refused" }
    val deep = "[" * 20000 + "]" * 20000
    for (text <- List("{", "[1,]", "{\\"a\\" 1}", "{\\"a\\":1,}", "01", "'a'", "[1]]", "", " ", "\\"a", "{1:2}", "]")) check("no JSON: " + text, json(text), "refused")
    for (text <- List("{}", "[]", " [1, {\\"a\\": [true, null]}, \\"x\\\\u00e9\\"] ", "-0.5e3", "\\"a\\"", deep, "\\"" + "x" * 100000 + "\\"")) check("JSON", json(text) == text, true)
    check("all problems at once", problems.map(_.split("'")(1)), List("source", "limit", "rate", "dry", "day", "mode", "tables"))
  }
}
`;

// One process reads every map. Words and values go as hexadecimal, so that no encoding is in the way.
const MAPS = `object Maps {
  def hex(text: String): String = text.map(c => "%04x".format(c.toInt)).mkString
  def text(hex: String): String = hex.grouped(4).map(Integer.parseInt(_, 16).toChar).mkString
  def main(args: Array[String]): Unit =
    scala.io.Source.fromFile("maps.txt", "US-ASCII").getLines().foreach { line =>
      val argv = Array("script") ++ line.split(" ").map(text)
      println(
        try {
          val p = MapParams.load(argv)
          List(p.LOCATION, p.DATE, p.class_, p.source_path, p.x, p.count.toString, java.lang.Long.toHexString(java.lang.Double.doubleToLongBits(p.rate)), p.full.toString, p.day.toString, p.tags.size + p.tags.map(" " + hex(_)).mkString, p.ids.mkString(" "), p.extra).map(hex).mkString(",")
        } catch { case e: MapParams.ParamsError => "refused" }
      )
    }
}
`;
const hexOf = (text: string): string => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0')).join('');

/** What Scala prints of a map. */
function printed(map: Typed): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, map.rate);
  const { LOCATION, DATE, class: name, source_path, x, count, full, day, tags, ids } = map;
  return [LOCATION, DATE, name, source_path, x, String(count), bits.getBigUint64(0).toString(16), String(full), day, tags.length + tags.map((tag) => ` ${hexOf(tag)}`).join(''), ids.join(' '), textsOf(map)['extra'] ?? ''].map(hexOf).join(',');
}

/** Compiles and runs under each version; what cannot be had is a row that says why. `cache` keeps the compilers. */
export async function measureScala(cache: string): Promise<ScalaRow[]> {
  const rows: ScalaRow[] = [];
  for (const [version, jars] of Object.entries(JARS)) rows.push(await measure(version, jars, cache));
  return rows;
}

async function measure(version: string, jars: Readonly<Record<string, string>>, cache: string): Promise<ScalaRow> {
  const missing = (why: string): ScalaRow => ({ version, outcome: 'not measured', cases: 0, maps: '', why });
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
  } catch {
    return missing('there is no java');
  }
  const files: string[] = [];
  for (const [artifact, sum] of Object.entries(jars)) {
    const got = await jar(artifact, version, sum, cache);
    if ('why' in got) return missing(got.why);
    files.push(got.file);
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'params-scala-'));
  try {
    return { version, ...run(folder, files.join(path.delimiter)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function jar(artifact: string, version: string, sum: string, cache: string): Promise<{ readonly file: string } | { readonly why: string }> {
  const name = `scala-${artifact}-${version}.jar`;
  const file = path.join(cache, name);
  if (!existsSync(file)) {
    const answer = await fetch(`${CENTRAL}/scala-${artifact}/${version}/${name}`).catch(() => null);
    if (answer === null || !answer.ok) return { why: `${name} cannot be had from Maven Central (${answer === null ? 'no answer' : answer.status})` };
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, new Uint8Array(await answer.arrayBuffer()));
  }
  if (createHash('sha256').update(readFileSync(file)).digest('hex') === sum) return { file };
  rmSync(file);
  return { why: `${name} is not the file that was measured before: its sum differs` };
}

function run(folder: string, jars: string): Omit<ScalaRow, 'version'> {
  const hex = Array.from({ length: hostile.length }, (_, at) => hostile.charCodeAt(at).toString(16)).join(' ');
  const sources = { 'GlueArgParser.scala': PARSER, 'JobParams.scala': generateScala(declared, { module: 'JobParams' }), 'Main.scala': MAIN.replace('HEX', hex), 'MapParams.scala': generateScala(mapped, { module: 'MapParams' }), 'Maps.scala': MAPS };
  for (const [name, text] of Object.entries(sources)) writeFileSync(path.join(folder, name), text);
  const java = (args: readonly string[]): string => execFileSync('java', args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    java(['-cp', jars, 'scala.tools.nsc.Main', '-usejavacp', '-deprecation', '-d', folder, ...Object.keys(sources)]);
    const lines = java(['-cp', `${jars}${path.delimiter}${folder}`, 'Main']).trim().split('\n');
    const wrong = lines.filter((line) => !line.startsWith('ok '));
    writeFileSync(path.join(folder, 'maps.txt'), maps.map((map) => Object.entries(textsOf(map)).map(([name, value]) => hexOf(`--${name}=${value}`)).join(' ')).join('\n'));
    const read = java(['-cp', `${jars}${path.delimiter}${folder}`, 'Maps']).trim().split('\n');
    const differ = maps.flatMap((map, index) => (read[index] === printed(map) ? [] : [`${JSON.stringify(map)} read as ${String(read[index])}`]));
    const first = differ[0] === undefined ? [] : [differ[0].slice(0, 600)];
    return { outcome: wrong.length + differ.length === 0 ? 'passed' : 'failed', cases: lines.length, maps: `${maps.length - differ.length} of ${maps.length}`, why: [...wrong, ...first].join('; ') };
  } catch (thrown) {
    const told = thrown instanceof Error && 'stderr' in thrown ? String(thrown.stderr) + String('stdout' in thrown ? thrown.stdout : '') : String(thrown);
    return { outcome: 'failed', cases: 0, maps: '', why: told.slice(0, 2000) };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await measureScala(path.join(tmpdir(), 'millrace-scala'));
  for (const { version, outcome, cases, maps: read, why } of rows) console.log(`Scala ${version}  ${outcome}  ${cases} checks  ${read} maps  ${why}`);
  if (rows.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
}
