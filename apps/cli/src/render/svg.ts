import type { Pipeline, Step } from '@millrace/core';

interface Box {
  readonly step: Step;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}
const height = 52;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
const kinds: Readonly<Record<Step['kind'], string>> = { glueJob: 'Glue job', crawler: 'Crawler', lambda: 'Lambda', sns: 'SNS', ssm: 'Automation', wait: 'Wait' };
const colours: Readonly<Record<Step['kind'], string>> = { glueJob: '#6d4aff', crawler: '#0b7a75', lambda: '#c2570c', sns: '#b4235a', ssm: '#4a5568', wait: '#64748b' };

const style = `
  :root { color-scheme: light dark }
  .page { fill: #f8fafc } .box { fill: #fff; stroke: #cbd5e1; stroke-width: 1 } .name { font: 600 14px system-ui, sans-serif; fill: #0f172a }
  .kind { font: 12px system-ui, sans-serif; fill: #475569 } .edge { fill: none; stroke: #64748b; stroke-width: 1.5 }
  .word { font: 11px system-ui, sans-serif; fill: #92400e; paint-order: stroke; stroke: #f8fafc; stroke-width: 4px } .tip { fill: #64748b }
  .other { stroke: #b45309; stroke-dasharray: 5 4 }
  @media (prefers-color-scheme: dark) { .page { fill: #0f172a } .box { fill: #1e293b; stroke: #475569 } .name { fill: #f1f5f9 } .kind { fill: #cbd5e1 } .edge { stroke: #94a3b8 } .tip { fill: #94a3b8 }
    .word { fill: #fbbf24; stroke: #0f172a } .other { stroke: #f59e0b } }`;

function box({ step, x, y, width }: Box): string {
  const left = x - width / 2;
  const top = y - height / 2;
  const join = step.join === 'any' && step.after.length > 1 ? ' · any' : '';
  const retry = step.retry.attempts > 0 ? ` · ${step.retry.attempts} ${step.retry.attempts === 1 ? 'retry' : 'retries'}` : '';
  return `<g role="listitem" aria-label="${escape(`${step.name}, ${kinds[step.kind]}`)}"><rect class="box" x="${left}" y="${top}" width="${width}" height="${height}" rx="8"/>` +
    `<rect x="${left}" y="${top}" width="5" height="${height}" rx="2.5" fill="${colours[step.kind]}"/>` +
    `<text class="name" x="${left + 16}" y="${y - 3}">${escape(step.name)}</text><text class="kind" x="${left + 16}" y="${y + 15}">${kinds[step.kind]}${join}${retry}${step.optional ? ' · optional' : ''}</text></g>`;
}

function edge(points: readonly { readonly x: number; readonly y: number }[], word: string): string {
  const [first, ...rest] = points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  const label = word === '' ? '' : `<text class="word" text-anchor="middle" x="${middle.x.toFixed(1)}" y="${(middle.y - 6).toFixed(1)}">${word}</text>`;
  return `<path class="edge${word === '' ? '' : ' other'}" marker-end="url(#tip)" d="M ${first ?? '0 0'} ${rest.map((point) => `L ${point}`).join(' ')}"/>${label}`;
}

/** What is used of a graph: the library's own declarations do not resolve under Node's module rules. */
interface Layout {
  setGraph(label: Readonly<Record<string, string | number>>): unknown;
  setDefaultEdgeLabel(label: () => object): unknown;
  setNode(name: string, label: { readonly width: number; readonly height: number }): unknown;
  setEdge(from: string, to: string): unknown;
  graph(): { readonly width?: number; readonly height?: number };
  node(name: string): { readonly x?: number; readonly y?: number; readonly width: number };
  edges(): readonly { readonly v: string; readonly w: string }[];
  edge(from: string, to: string): { readonly points?: readonly { readonly x: number; readonly y: number }[] };
}

interface Dagre {
  readonly Graph: new () => Layout;
  layout(graph: Layout): void;
}

/** The pipeline as an SVG picture, left to right; reads in light and dark. */
export async function svg(pipeline: Pipeline): Promise<string> {
  // Typed by the interfaces above, for the reason given there.
  const dagre = (await import('@dagrejs/dagre')) as unknown as Dagre;
  const graph = new dagre.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 64, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const handlers = [pipeline.onFailure, pipeline.finally].filter((step) => step !== null);
  const steps = [...pipeline.steps, ...handlers];
  for (const step of steps) graph.setNode(step.name, { width: Math.max(150, 40 + step.name.length * 9), height });
  const word = new Map<string, string>();
  const connect = (from: string, to: string, label: string): void => {
    graph.setEdge(from, to);
    word.set(`${from}\n${to}`, label);
  };
  for (const step of pipeline.steps) for (const { step: from, on } of step.after) connect(from, step.name, on === 'succeeded' ? '' : on);
  const used = new Set(pipeline.steps.flatMap((step) => step.after.map(({ step: from }) => from)));
  const ends = pipeline.steps.filter((step) => !used.has(step.name));
  let before = ends.map((step) => step.name);
  for (const [handler, label] of [[pipeline.onFailure, 'if failed'], [pipeline.finally, 'finally']] as const) {
    if (handler === null) continue;
    for (const from of before) connect(from, handler.name, label);
    before = [handler.name];
  }
  dagre.layout(graph);
  const size = graph.graph();
  const boxes = steps.map((step) => {
    const { x, y, width } = graph.node(step.name);
    return box({ step, x: x ?? 0, y: y ?? 0, width });
  });
  const edges = graph.edges().map(({ v, w }) => edge(graph.edge(v, w).points ?? [], word.get(`${v}\n${w}`) ?? ''));
  const width = Math.ceil(size.width ?? 0);
  const tall = Math.ceil(size.height ?? 0);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}" width="${width}" height="${tall}" role="list" aria-label="${escape(pipeline.name)}"><title>${escape(pipeline.name)}</title><style>${style}</style>` +
    `<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 10 5 0 10z"/></marker></defs><rect class="page" width="100%" height="100%" rx="8"/>${edges.join('')}${boxes.join('')}</svg>\n`;
}
