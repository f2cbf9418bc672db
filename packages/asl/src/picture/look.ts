import type { Outcome } from '../trace/visit.ts';

interface Kind {
  readonly colour: string;
  /** Strokes in a square of 16. */
  readonly sign: string;
}

/** What types of states look like. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ['Task', { colour: '#b45309', sign: 'M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8zM8 2v1.6M8 12.4V14M2 8h1.6M12.4 8H14M3.8 3.8l1.1 1.1M11.1 11.1l1.1 1.1M12.2 3.8l-1.1 1.1M4.9 11.1l-1.1 1.1' }],
  ['Choice', { colour: '#6d28d9', sign: 'M8 2v3.5M8 5.5L3.5 9v4.5M8 5.5L12.5 9v4.5M2 12l1.5 1.5L5 12M11 12l1.5 1.5L14 12' }],
  ['Wait', { colour: '#475569', sign: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 4.9V8l2.2 1.4' }],
  ['Pass', { colour: '#0f766e', sign: 'M2.5 8h10M9 4.5L12.5 8 9 11.5' }],
  ['Parallel', { colour: '#1d4ed8', sign: 'M4 2.5v11M8 2.5v11M12 2.5v11' }],
  ['Map', { colour: '#0369a1', sign: 'M5.5 2.5h8v8M2.5 5.5h8v8h-8z' }],
  ['Succeed', { colour: '#15803d', sign: 'M3.5 8.5l3 3 6-7' }],
  ['Fail', { colour: '#b91c1c', sign: 'M4 4l8 8M12 4l-8 8' }],
]);
export const unknownKind: Kind = { colour: '#64748b', sign: 'M6 6a2 2 0 1 1 2 2v1.5M8 12v.2' };

/** The word of an outcome and its sign in a square of 16. */
export const outcomes: Readonly<Record<Outcome, { readonly word: string; readonly sign: string }>> = {
  running: { word: 'running', sign: 'M6 4.8l5 3.2-5 3.2z' },
  succeeded: { word: 'succeeded', sign: 'M4.5 8.3l2.5 2.5 4.5-5.3' },
  caught: { word: 'caught', sign: 'M8 4.3v4.4M8 11.2v.3' },
  failed: { word: 'failed', sign: 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6' },
  timedOut: { word: 'timed out', sign: 'M8 4.3V8l2.4 1.8' },
  aborted: { word: 'aborted', sign: 'M5.5 5.5h5v5h-5z' },
};

const light = `
{color-scheme:light dark}
 text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
 .page{fill:#fff} .region{fill:#f8fafc;stroke:#e2e8f0} .box{fill:#fff;stroke:#cbd5e1;stroke-width:1.2} .group{fill:#f1f5f9;stroke:#cbd5e1;stroke-width:1.2}
 .heading{font-size:15px;font-weight:650;fill:#0f172a} .name{font-size:13.5px;font-weight:600;fill:#0f172a} .note{font-size:11.5px;fill:#52606d}
 .way{fill:none;stroke:#94a3b8;stroke-width:1.5} .tip{fill:#94a3b8} .catch{stroke:#b91c1c;stroke-dasharray:4 3} .tip-catch{fill:#b91c1c}
 .taken{stroke:#1d4ed8;stroke-width:2.2} .tip-taken{fill:#1d4ed8} .taken-catch{stroke:#b91c1c;stroke-width:2.2;stroke-dasharray:5 3} .dot{fill:#475569} .ring{fill:none;stroke:#475569;stroke-width:1.6}
 .label{font-size:11px;fill:#334155;text-anchor:middle} .label-catch{fill:#991b1b} .plate{fill:#fff;stroke:#e2e8f0} .sign{fill:none;stroke:#fff;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
 .s-succeeded{fill:#15803d} .s-failed,.s-timedOut{fill:#dc2626} .s-running{fill:#2563eb} .s-aborted{fill:#64748b} .s-caught{fill:#b45309}
 .b-succeeded{stroke:#4ea56d;stroke-width:1.6} .b-failed,.b-timedOut{stroke:#ef4444;stroke-width:2} .b-running{stroke:#3b82f6;stroke-width:2} .b-aborted{stroke:#94a3b8;stroke-dasharray:4 3} .b-caught{stroke:#d97706;stroke-width:1.8} .faint{opacity:.6}`;
const dark = `
 .page{fill:#0b1220} .region{fill:#131d31;stroke:#24324a} .box{fill:#182338;stroke:#3b4a63} .group{fill:#101a2d;stroke:#3b4a63} .heading,.name{fill:#f1f5f9} .note{fill:#b6c2d2}
 .way{stroke:#64748b} .tip{fill:#64748b} .catch,.taken-catch{stroke:#f87171} .tip-catch{fill:#f87171} .taken{stroke:#60a5fa} .tip-taken{fill:#60a5fa} .dot{fill:#cbd5e1} .ring{stroke:#cbd5e1}
 .label{fill:#cbd5e1} .label-catch{fill:#fca5a5} .plate{fill:#0b1220;stroke:#24324a}
 .b-succeeded{stroke:#3f9a60} .b-failed,.b-timedOut{stroke:#f87171} .b-running{stroke:#60a5fa} .b-aborted{stroke:#64748b} .b-caught{stroke:#f59e0b}`;

/** Rules for this picture alone, so that several may stand in one page. Follows the reader's light or dark; texts have contrast in both. */
export function styleOf(id: string): string {
  return `${scoped(light, id)}@media (prefers-color-scheme:dark){${scoped(dark, id)}}`;
}

function scoped(rules: string, id: string): string {
  return rules.split('}').map((rule) => rule.trim()).filter((rule) => rule !== '').map((rule) => {
    const [selectors = '', body = ''] = rule.split('{');
    return `${selectors.split(',').map((one) => `.${id}${one.trim() === '' ? '' : ` ${one.trim()}`}`).join(',')}{${body}}`;
  }).join('');
}
