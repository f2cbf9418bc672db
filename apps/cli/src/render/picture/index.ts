import type { Helper, Pipeline, RunSnapshot, Step } from '@millrace/core';
import { duration } from '../timeline.ts';
import { box, entryOf, escape, sizeOf, textWidth, type Told } from './box.ts';
import { layout, type Rect } from './layout.ts';
import { style } from './look.ts';
import { routes, type Route } from './route.ts';

export interface PictureOptions {
  /** States and durations of one run. */
  readonly run?: RunSnapshot;
  /** Generated jobs of a target. */
  readonly helpers?: readonly Helper[];
}

const MARGIN = 24;
const FRAME = 20;
/** Between the frame of the steps and the handlers. */
const AFTER = 144;

/** The pipeline as an SVG picture, left to right, with what a run made of it; reads in light and dark. The same input gives the same bytes. */
export async function picture(pipeline: Pipeline, { run, helpers = [] }: PictureOptions = {}): Promise<string> {
  const told = (step: Step): Told => ({ step, now: run?.steps[step.name] ?? null, asOf: run?.asOf ?? 0, helpers: helpers.filter((helper) => helper.step === step.name) });
  const plan = await layout(pipeline.steps, (step) => sizeOf(told(step)));
  const handlers = [pipeline.onFailure, pipeline.finally].filter((step) => step !== null);
  const framed = handlers.length > 0;
  const heads = heading(pipeline, run, helpers.filter(({ step }) => step === null));
  const inset = framed ? FRAME : 0;
  const [left, top] = [MARGIN + inset, MARGIN + inset + heads.height];
  const drawn = routes(plan, (name) => pipeline.steps.filter((step) => step.name === name).map(entryOf)[0] ?? 0);
  const steps = pipeline.steps.flatMap((step) => {
    const rect = plan.boxes.get(step.name);
    return rect === undefined ? [] : [box(told(step), rect)];
  });
  const inner = { width: plan.width + 2 * inset, height: Math.max(plan.height + 2 * inset, framed ? handlers.length * 76 : 0) };
  const frame: Rect = { x: MARGIN, y: MARGIN + heads.height, ...inner };
  const ends = ending(handlers.map(told), pipeline, frame);
  const width = Math.ceil(Math.max(frame.x + frame.width + ends.width, heads.width) + MARGIN);
  const height = Math.ceil(frame.y + frame.height + MARGIN);
  const down = top + (inner.height - 2 * inset - plan.height) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="list" aria-label="${escape(pipeline.name)}"><title>${escape(pipeline.name)}</title><style>${style}</style>` +
    `<defs>${['tip', 'tip-finished', 'tip-failed'].map(tip).join('')}</defs><rect class="page" width="100%" height="100%" rx="10"/>${heads.text}` +
    `${framed ? `<rect class="frame" x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}" rx="14"/>` : ''}` +
    `<g transform="translate(${left} ${down})">${drawn.map(line).join('')}${drawn.map((route) => word(route, framed)).join('')}${steps.join('')}</g>${ends.text}</svg>\n`;
}

const tip = (id: string): string => `<marker id="${id}" viewBox="0 0 8 8" refX="6.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="${id}" d="M0 .8L7 4 0 7.2z"/></marker>`;
const looks = { succeeded: ['edge', 'tip'], finished: ['edge finished', 'tip-finished'], failed: ['edge failed-edge', 'tip-failed'] } as const;

function line({ wire, path }: Route): string {
  const [look, end] = looks[wire.word];
  return `<path class="${look}" marker-end="url(#${end})" d="${path}"/>`;
}

function word({ wire, label }: Route, framed: boolean): string {
  if (label === null) return '';
  const { x, y, width, height } = label;
  const at = (value: number): string => value.toFixed(1);
  return `<rect class="${framed ? 'frame-plate' : 'plate'}" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${height}" rx="${height / 2}"/><text class="word word-${wire.word}" x="${at(x + width / 2)}" y="${at(y + 12.5)}">${wire.word}</text>`;
}

/** What follows when all steps have ended: the frame stands for them all, so that no edge has to come from each. */
function ending(handlers: readonly Told[], pipeline: Pipeline, frame: Rect): { readonly text: string; readonly width: number } {
  if (handlers.length === 0) return { text: '', width: 0 };
  const x = frame.x + frame.width + AFTER;
  const wide = Math.max(...handlers.map((told) => sizeOf(told).width));
  const pitch = Math.max(...handlers.map((told) => sizeOf(told).height)) + 26;
  const first = frame.y + frame.height / 2 - ((handlers.length - 1) * pitch) / 2;
  const parts = handlers.map((told, index) => {
    const { height } = sizeOf(told);
    const middle = first + index * pitch;
    const when = told.step === pipeline.onFailure ? 'if the run failed' : 'always, at the end';
    const from = frame.x + frame.width;
    return `<path class="edge" marker-end="url(#tip)" d="M${from} ${middle}H${x - 2}"/><text class="word word-run" x="${from + AFTER / 2 - 4}" y="${middle - 7}">${when}</text>${box(told, { x, y: middle - height / 2, width: wide, height })}`;
  });
  return { text: parts.join(''), width: AFTER + wide };
}

/** A run, and jobs that serve the whole run, are told above the picture; a pipeline alone needs no words. */
function heading(pipeline: Pipeline, run: RunSnapshot | undefined, helpers: readonly Helper[]): { readonly text: string; readonly width: number; readonly height: number } {
  const lines: { readonly look: string; readonly text: string }[] = [];
  if (run !== undefined) {
    const ended = run.continuations.at(-1)?.end ?? run.asOf;
    const took = run.continuations.reduce((sum, { start, end }) => sum + (end ?? ended) - start, 0);
    lines.push({ look: 'title', text: `${pipeline.name} · ${run.state}` }, { look: 'note', text: `run ${run.run} · ${run.date} · ${duration(took)}` });
  }
  if (helpers.length > 0) lines.push({ look: 'helper', text: `for the whole run: ${helpers.map(({ kind }) => kind).join(', ')}` });
  const text = lines.map(({ look, text: told }, index) => `<text class="${look}" x="${MARGIN}" y="${MARGIN + 13 + index * 19}">${escape(told)}</text>`).join('');
  return { text, width: Math.max(0, ...lines.map((one) => MARGIN + textWidth(one.text, 15))), height: lines.length === 0 ? 0 : lines.length * 19 + 12 };
}
