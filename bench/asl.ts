// Our engine of state machines beside aws-local-stepfunctions 3.0.0: the same definitions, each engine in a process of its own, in turn. The peer has no
// JSONata, so that stands alone. `asl.ts [words of a shape …]`.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadavg } from 'node:os';
import type { Times } from './asl/engines.ts';
import { shapes, type Language, type Shape } from './asl/shapes.ts';
import { report, type Result } from './measure.ts';
import { installPeer, peers } from './peers.ts';

const ours = [join(import.meta.dirname, 'asl', 'ours.ts')];
const theirs = [join(peers, 'asl-local-stepfunctions.mjs')];
const memory = join(import.meta.dirname, 'asl', 'memory.ts');
const eventCounts = [20_000, 80_000, 320_000] as const;
/** Bytes an event that count as none: the collector frees and the compiler takes some, and the history itself is near 200. */
const flat = 10;
/** What no longer fits the caches of the processor takes longer: two times as long for each unit is still linear. Square time would be four times as long. */
const linear = 2.5;
const validationTarget = 20;

type Series = readonly Times[];
interface Measured {
  readonly shape: Shape;
  readonly own: ReadonlyMap<Language, Series>;
  readonly peer: Series;
}

function times(script: readonly string[], shape: Shape, size: number, language: Language): Times {
  // Both scripts print this by the same function.
  return JSON.parse(execFileSync(process.execPath, ['--conditions=@millrace/source', ...script], { input: JSON.stringify(shape.work(size, language)), encoding: 'utf8', stdio: ['pipe', 'pipe', 2], maxBuffer: 2 ** 26 })) as Times;
}

const least = (one: Times, other: Times): Times => ({
  construct: Math.min(one.construct, other.construct), validate: Math.min(one.validate, other.validate), run: Math.min(one.run, other.run),
  fewest: Math.min(one.fewest, other.fewest),
  processor: { validate: Math.min(one.processor.validate, other.processor.validate), run: Math.min(one.processor.run, other.processor.run) },
});

/** A busy machine spoils a figure now and then: all engines are measured in turn, twice, and the lesser median of each counts. */
function measure(shape: Shape): Measured {
  const round = (): Measured => {
    const own = new Map<Language, Times[]>(shape.languages.map((language) => [language, []]));
    const peer: Times[] = [];
    for (const size of shape.sizes) {
      for (const [language, list] of own) list.push(times(ours, shape, size, language));
      peer.push(times(theirs, shape, size, 'JSONPath'));
    }
    return { shape, own, peer };
  };
  const lesser = (a: Series, b: Series): Series => a.map((one, at) => least(one, b[at] ?? one));
  const [first, second] = [round(), round()];
  return { shape, own: new Map([...first.own].map(([language, series]) => [language, lesser(series, second.own.get(language) ?? series)])), peer: lesser(first.peer, second.peer) };
}

const digits = (ms: number): string => (ms < 0.1 ? ms.toFixed(3) : ms < 10 ? ms.toFixed(2) : ms.toFixed(0));
const shown = (series: Series, what: (one: Times) => number): string => series.map((one) => digits(what(one))).join(' / ');
const numbers = (sizes: readonly number[]): string => sizes.map((size) => size.toLocaleString('en')).join(' / ');
const plain = ({ own }: Measured): Series => own.get('JSONPath') ?? [];

function beside(measured: Measured): Result {
  const { shape, peer } = measured;
  const series = plain(measured);
  const row = (name: string, what: (one: Times) => number): string => `${name} ${shown(series, what)} ms, the peer ${shown(peer, what)} ms`;
  const [whole, validate, run] = [(one: Times) => one.validate + one.run, (one: Times) => one.validate, (one: Times) => one.run];
  const faster = [whole, validate, run].every((what) => series.every((one, at) => what(one) < what(peer[at] ?? one)));
  return { figure: `${shape.name}, ${numbers(shape.sizes)} ${shape.unit}: ${row('run', run)}; ${row('validate', validate)}; ${row('construct without a check', ({ construct }) => construct)} (the peer keeps the definition and prepares nothing); target: faster to validate and to run at every size`, holds: faster };
}

function validation(all: readonly Measured[]): Result {
  const ratios = all.map((one) => ({ name: one.shape.name, by: plain(one).map(({ validate }, at) => (one.peer[at]?.validate ?? 0) / validate) }));
  const worst = Math.min(...ratios.flatMap(({ by }) => by));
  return { figure: `validation, times as fast as the peer's, at the three sizes: ${ratios.map(({ name, by }) => `${name} ${by.map((ratio) => ratio.toFixed(0)).join(' / ')}`).join('; ')}; target ${validationTarget}`, holds: worst >= validationTarget };
}

function jsonata(all: readonly Measured[]): Result {
  const rows = all.flatMap(({ shape, own }) => [...own].filter(([language]) => language !== 'JSONPath').map(([language, series]) => `${shape.name}${language === 'JSONata' ? '' : `, ${language}`}, ${numbers(shape.sizes)} ${shape.unit}: run ${shown(series, ({ run }) => run)} ms, validate ${shown(series, ({ validate }) => validate)} ms`));
  return { figure: `${rows.join('; ')}; no peer: it has no JSONata`, holds: true };
}

function growth(all: readonly Measured[]): Result {
  const by = (shape: Shape, series: Series, what: (one: Times) => number): number => {
    const [, before = NaN, last = NaN] = series.map((one, at) => what(one) / (shape.sizes[at] ?? NaN));
    return last / before;
  };
  const found = all.flatMap(({ shape, own }) => [...own].flatMap(([language, series]) => [
    { name: `${shape.name} in ${language}, run`, ratio: by(shape, series, ({ processor }) => processor.run) },
    // A definition that stays as it is grows in nothing.
    ...(shape.name === 'Pass chain' || shape.name === 'Parallel' ? [{ name: `${shape.name} in ${language}, validate`, ratio: by(shape, series, ({ processor }) => processor.validate) }] : []),
  ]));
  return { figure: `processor time for each unit at the largest size against the one before it (of a quarter): ${found.map(({ name, ratio }) => `${name} ×${ratio.toFixed(2)}`).join('; ')}; target: at most ×${linear}`, holds: found.every(({ ratio }) => ratio <= linear) };
}

function remembered(): Result {
  const rows = (['JSONPath', 'JSONata'] as const).map((language) => {
    // The script prints this.
    const figures = eventCounts.map((events) => JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--conditions=@millrace/source', memory, language, String(events)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] })) as { readonly beside: number; readonly all: number; readonly history: number });
    return { language, figures };
  });
  const rest = (one: { readonly all: number; readonly history: number }): number => one.all - one.history;
  const text = rows.map(({ language, figures }) => `${language}: the history ${figures.map(({ history }) => history.toFixed(0)).join(' / ')}, the rest of a result ${figures.map((one) => rest(one).toFixed(1)).join(' / ')}, an execution whose events are written away ${figures.map(({ beside: bytes }) => bytes.toFixed(1)).join(' / ')}`).join('; ');
  return { figure: `bytes an event at ${numbers(eventCounts)} events; ${text}; target: at most ${flat} beside the history at the largest`, holds: rows.every(({ figures }) => figures.slice(-1).every((one) => rest(one) <= flat && one.beside <= flat)) };
}

installPeer('aws-local-stepfunctions');
const words = process.argv.slice(2);
const all = shapes.filter(({ name }) => words.every((word) => name.includes(word))).map(measure);
const fewest = Math.min(...all.flatMap(({ own, peer }) => [...own.values(), peer].flatMap((series) => series.map((one) => one.fewest))));
const load = `; medians of ${fewest} or more, the lesser of two rounds, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
report([...all.map(beside), validation(all), jsonata(all), growth(all), remembered()].map(({ figure, holds }) => ({ figure: `${figure}${load}`, holds })));
