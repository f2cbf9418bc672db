import type { Helper, Step, StepSnapshot } from '@millrace/core';
import { duration } from '../timeline.ts';
import type { Rect, Size } from './layout.ts';
import { kindOf, kinds, states } from './look.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** What a box tells besides its name. */
export interface Told {
  readonly step: Step;
  /** Null in a picture of the pipeline alone. */
  readonly now: StepSnapshot | null;
  readonly asOf: number;
  readonly helpers: readonly Helper[];
}

/** Narrow and wide letters: pictures are made where no font can be measured. */
export function textWidth(text: string, size: number): number {
  const wide = [...text].reduce((sum, letter) => sum + (/[fijlrt.,:;'|!() -]/.test(letter) ? 0.36 : /[mwMW@%]/.test(letter) ? 0.9 : /[A-Z0-9]/.test(letter) ? 0.64 : letter > '\u2e80' ? 1 : 0.57), 0);
  return wide * size * 1.2;
}

/** Room for the pill that says `any` before a box. */
export const entryOf = (step: Step): number => (isAny(step) ? 20 : 0);
const isAny = (step: Step): boolean => step.join === 'any' && step.after.length > 1;

function note({ step, now, asOf }: Told): string {
  const retries = step.retry.attempts;
  const kind = kinds[kindOf(step)].name;
  if (now === null) return [kind, ...(retries > 0 ? [`${retries} ${retries === 1 ? 'retry' : 'retries'}`] : []), ...(step.optional ? ['optional'] : [])].join(' · ');
  const spent = now.attempts.reduce((sum, attempt) => sum + (attempt.end ?? asOf) - attempt.start, 0);
  return [now.kept ? 'kept' : states[now.state].word, ...(now.attempts.length > 0 ? [duration(spent)] : []), ...(now.attempts.length > 1 ? [`${now.attempts.length} tries`] : []), ...(step.optional ? ['optional'] : [])].join(' · ');
}

const helperText = (helpers: readonly Helper[]): string => helpers.map(({ kind, delaySeconds }) => `${kind}${delaySeconds > 0 ? ` +${duration(delaySeconds * 1000).replace(/\.0s$/, 's')}` : ''}`).join(' · ');

export function sizeOf(told: Told): Size {
  const text = Math.max(textWidth(told.step.name, 13.5) + (told.now === null ? 0 : 24), textWidth(note(told), 11.5), textWidth(helperText(told.helpers), 11));
  return { width: Math.max(150, Math.ceil(text + 64)), height: told.helpers.length > 0 ? 66 : 50 };
}

/** One step: its kind's sign, name, note; with a run the state too. */
export function box(told: Told, { x, y, width, height }: Rect): string {
  const { step, now, helpers } = told;
  const { name: kind, colour, sign } = kinds[kindOf(step)];
  const state = now === null ? null : states[now.state];
  const tone = now === null ? '' : ` b-${now.state}`;
  const faint = now !== null && (now.state === 'skipped' || now.state === 'pending') ? ' class="faint"' : '';
  const label = [step.name, kind, ...(state === null ? [] : [state.word])].join(', ');
  const parts = [
    `<rect class="box${tone}${step.optional ? ' optional' : ''}" x="${x}" y="${y}" width="${width}" height="${height}" rx="9"/>`,
    `<rect x="${x + 10}" y="${y + 10}" width="30" height="30" rx="7" fill="${colour}"/><path class="sign" transform="translate(${x + 17} ${y + 17})" d="${sign}"/>`,
    `<text class="name" x="${x + 50}" y="${y + 22}">${escape(step.name)}</text><text class="note" x="${x + 50}" y="${y + 38}">${escape(note(told))}</text>`,
    helpers.length === 0 ? '' : `<text class="helper" x="${x + 50}" y="${y + 55}">${escape(helperText(helpers))}</text>`,
    state === null || now === null ? '' : `<circle class="s-${now.state}" cx="${x + width - 16}" cy="${y + 17}" r="8"/><path class="sign" transform="translate(${x + width - 24} ${y + 9})" d="${state.sign}"/>`,
    isAny(step) ? `<rect class="any" x="${x - 20}" y="${y + height / 2 - 9}" width="28" height="18" rx="9"/><text class="any-text" x="${x - 6}" y="${y + height / 2 + 3.5}">any</text>` : '',
  ];
  return `<g role="listitem" aria-label="${escape(label)}"${faint}>${parts.join('')}</g>`;
}
