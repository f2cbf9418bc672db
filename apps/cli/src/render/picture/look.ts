import type { Step, StepSnapshot } from '@millrace/core';

export type Kind = 'python' | 'spark' | 'stream' | 'scala' | 'existing' | 'crawler' | 'lambda' | 'sns' | 'ssm' | 'wait';

/** What a kind is called, and its sign: strokes in a square of 16. */
export const kinds: Readonly<Record<Kind, { readonly name: string; readonly colour: string; readonly sign: string }>> = {
  python: { name: 'Python shell job', colour: '#6d4aff', sign: 'M3 4.5l4 3.5-4 3.5M8.5 12h4.5' },
  spark: { name: 'Spark job', colour: '#c2410c', sign: 'M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z' },
  stream: { name: 'Streaming job', colour: '#0369a1', sign: 'M1.5 5.5c2.2-2.6 4.3-2.6 6.5 0s4.3 2.6 6.5 0M1.5 10.5c2.2-2.6 4.3-2.6 6.5 0s4.3 2.6 6.5 0' },
  scala: { name: 'Scala job', colour: '#b91c1c', sign: 'M4 4.5l8-1.7v3.2l-8 1.7zM4 9.3l8-1.7v3.2l-8 1.7z' },
  existing: { name: 'Existing job', colour: '#52525b', sign: 'M5.5 5.5V3h7.5v7.5h-2.5M3 5.5h7.5V13H3z' },
  crawler: { name: 'Crawler', colour: '#0f766e', sign: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L14 14' },
  lambda: { name: 'Lambda function', colour: '#b45309', sign: 'M3.5 2.5h2L12 13.5h1M7.3 6.5L3.5 13.5' },
  sns: { name: 'SNS message', colour: '#be185d', sign: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5' },
  ssm: { name: 'Automation', colour: '#4338ca', sign: 'M4 2.5l9 5.5-9 5.5z' },
  wait: { name: 'Wait', colour: '#64748b', sign: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.3 1.5' },
};

export function kindOf(step: Step): Kind {
  if (step.kind !== 'glueJob') return step.kind;
  if ('use' in step.with) return 'existing';
  return ({ pythonshell: 'python', etl: 'spark', scala: 'scala', streaming: 'stream' } as const)[step.with.type];
}

/** A state's class in the style sheet, its word, and its sign in a square of 16. */
export const states: Readonly<Record<StepSnapshot['state'], { readonly word: string; readonly sign: string }>> = {
  pending: { word: 'waits', sign: 'M8 7.9v.2' },
  running: { word: 'runs', sign: 'M6 4.8l5 3.2-5 3.2z' },
  succeeded: { word: 'succeeded', sign: 'M4.5 8.3l2.5 2.5 4.5-5.3' },
  failed: { word: 'failed', sign: 'M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6' },
  timedOut: { word: 'timed out', sign: 'M8 4.3V8l2.4 1.8' },
  stopped: { word: 'stopped', sign: 'M5.5 5.5h5v5h-5z' },
  skipped: { word: 'skipped', sign: 'M5 8h6' },
};

/** Follows the reader's light or dark; every colour has enough contrast in both. */
export const style = `
:root{color-scheme:light dark}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.page{fill:#fff}.frame{fill:#f8fafc;stroke:#e2e8f0}.box{fill:#fff;stroke:#cbd5e1;stroke-width:1.2}.optional{stroke-dasharray:5 3}
.title{font-size:15px;font-weight:650;fill:#0f172a}.name{font-size:13.5px;font-weight:600;fill:#0f172a}.note{font-size:11.5px;fill:#52606d}.helper{font-size:11px;fill:#7c3aed}
.edge{fill:none;stroke:#94a3b8;stroke-width:1.6}.tip{fill:#94a3b8}.finished{stroke:#0369a1;stroke-dasharray:6 3}.failed-edge{stroke:#c2410c;stroke-dasharray:3 3}.tip-finished{fill:#0369a1}.tip-failed{fill:#c2410c}
.word{font-size:11px;font-weight:600;text-anchor:middle}.word-finished{fill:#075985}.word-failed{fill:#9a3412}.word-run{fill:#52606d}.plate{fill:#fff}.frame-plate{fill:#f8fafc}
.any{fill:#1e293b}.any-text{font-size:10px;font-weight:700;fill:#fff;text-anchor:middle}.sign{fill:none;stroke:#fff;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.s-succeeded{fill:#15803d}.s-failed,.s-timedOut{fill:#dc2626}.s-running{fill:#2563eb}.s-stopped{fill:#b45309}.s-skipped,.s-pending{fill:#94a3b8}
.b-succeeded{stroke:#86cfa0}.b-failed,.b-timedOut{stroke:#ef4444;stroke-width:1.8}.b-running{stroke:#3b82f6;stroke-width:1.8}.b-stopped{stroke:#d97706}.faint{opacity:.58}
@media (prefers-color-scheme:dark){
.page{fill:#0b1220}.frame{fill:#111a2c;stroke:#24324a}.box{fill:#182338;stroke:#3b4a63}.title,.name{fill:#f1f5f9}.note{fill:#b6c2d2}.helper{fill:#c4b5fd}
.edge{stroke:#64748b}.tip{fill:#64748b}.finished{stroke:#38bdf8}.failed-edge{stroke:#fb923c}.tip-finished{fill:#38bdf8}.tip-failed{fill:#fb923c}
.word-finished{fill:#7dd3fc}.word-failed{fill:#fdba74}.word-run{fill:#b6c2d2}.plate{fill:#0b1220}.frame-plate{fill:#111a2c}.any{fill:#e2e8f0}.any-text{fill:#0f172a}
.b-succeeded{stroke:#2f7d4b}.b-failed,.b-timedOut{stroke:#f87171}.b-running{stroke:#60a5fa}.b-stopped{stroke:#f59e0b}}
`.replaceAll('\n', '');
