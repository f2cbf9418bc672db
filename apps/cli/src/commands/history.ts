import type { RunSnapshot, RunSummary } from '@millrace/core';
import { exit, paint, printJson, type Io } from '../io.ts';
import { chosenRun } from '../project/chosen.ts';
import { deployed, found, ownPipeline, type Deployed } from '../project/deployed.ts';
import { failuresWithLogs } from '../project/failure-logs.ts';
import { wholeNumber } from '../project/number.ts';
import { history, type HistoryEvent } from '../render/history.ts';
import { visible } from '../render/printable.ts';
import { shortRun } from '../render/run-id.ts';
import { cut, wrap } from '../render/text.ts';
import { duration, endedBadly, headline, nextLine, over, tint } from '../render/timeline.ts';
import type { CommandRun } from '../table.ts';

const DAY = 86_400_000;

/** `millrace history`: the runs of the last days as a table, or one run's events in order. */
export const run: CommandRun = async (io, args, options) => {
  const days = wholeNumber(options, 'days', 1, 3650) ?? 7;
  const limit = wholeNumber(options, 'limit', 1, 1000) ?? 50;
  const place = await deployed(io, options);
  return args.length === 0 ? await table(io, place, days, limit) : await one(io, place, await chosenRun(io, place.runner, args, 'read'));
};

interface Row extends RunSummary {
  readonly failed: readonly string[];
}

async function table(io: Io, { runner, pipeline, flags }: Deployed, days: number, limit: number): Promise<number> {
  const since = io.now() - days * DAY;
  const summaries = (await runner.list(limit)).filter(({ start }) => start >= since);
  const rows: Row[] = [];
  for (const summary of summaries) rows.push({ ...summary, failed: summary.state === 'succeeded' ? [] : wrong(await runner.describe(summary.run)) });
  if (io.json) {
    printJson(io, { days, runs: rows });
    return exit.ok;
  }
  const wide = Math.max(23, ...rows.map(({ run: id }) => shortRun(id).length));
  if (rows.length === 0) io.out(`No runs of ${pipeline.name} in the last ${days} day${days === 1 ? '' : 's'}.\n`);
  else io.out(`${[paint(io, 'bold', `${'run'.padEnd(wide)}  started (UTC)        took      outcome    what went wrong`), ...rows.map((row) => cut(line(io, row, wide), Math.max(io.columns, 80)))].join('\n')}\n`);
  const bad = rows.find(({ failed, refused }) => failed.length > 0 || refused === true);
  if (bad !== undefined) io.out(`${paint(io, 'dim', 'why')} millrace history ${shortRun(bad.run)}${flags}\n`);
  return exit.ok;
}

const wrong = ({ steps }: RunSnapshot): readonly string[] => Object.entries(steps).filter(([, { state }]) => state === 'failed' || state === 'timedOut' || state === 'stopped').map(([name]) => name);

function line(io: Io, { run: id, state, ahead, refused, start, end, failed }: Row, wide: number): string {
  const went = refused === true ? 'its values' : failed.join(', ');
  const took = duration((end ?? io.now()) - start);
  return `${shortRun(id).padEnd(wide)}  ${new Date(start).toISOString().slice(0, 19).replace('T', ' ')}  ${took.padEnd(8)}  ${paint(io, tint(state), state.padEnd(9))}  ${ahead === undefined ? went : `${ahead} before it`}`.trimEnd();
}

async function one(io: Io, place: Deployed, chosen: string): Promise<number> {
  const { runner, flags } = place;
  const snapshot = await found(runner.describe(chosen));
  const pipeline = await ownPipeline(place, chosen);
  const events = history(pipeline, snapshot);
  const why = await failuresWithLogs(runner, pipeline, snapshot);
  if (io.json) {
    printJson(io, { run: snapshot, events, failures: why });
    return exit.ok;
  }
  io.out(`${headline(io, snapshot)}\n${events.map((event) => eventLine(io, event)).join('\n')}\n`);
  for (const { text, log } of why) io.out(`\n${paint(io, 'red', wrap(text, io.columns, '  '))}\n${log.map((shown) => `  ${paint(io, 'dim', '│')} ${visible(shown)}\n`).join('')}`);
  const id = shortRun(chosen);
  const next = [...(why.length > 0 ? [`millrace logs ${id}${flags}`] : []), ...(over(snapshot) ? [] : [`millrace watch ${id}${flags}`, `millrace stop ${id}${flags}`]), ...(endedBadly(snapshot) ? [`millrace resume ${id}${flags}`] : [])];
  if (next.length > 0) io.out(`\n${nextLine(io, next)}\n`);
  return exit.ok;
}

function eventLine(io: Io, { at, type, text }: HistoryEvent): string {
  const bold = type.startsWith('run.');
  const broken = wrap(bold ? text : `  ${text}`, io.columns, ' '.repeat(21));
  return `${paint(io, 'dim', new Date(at).toISOString().slice(0, 19).replace('T', ' '))}  ${bold ? paint(io, 'bold', broken) : broken}`;
}
