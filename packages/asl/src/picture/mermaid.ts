import type { Json } from '../engine-types.ts';
import { outlineOf, type OutlineRegion, type OutlineState, type OutlineWay } from '../outline/outline.ts';
import { errorsOf, ruleLabel } from '../outline/rule-text.ts';
import { checkNesting } from './extent.ts';
import { doing } from './note.ts';
import { ranOf, type Ran } from './ran.ts';
import type { PictureOptions } from './svg.ts';
import { cutTo } from './words.ts';

const shapes: Readonly<Record<string, readonly [open: string, close: string]>> = { Choice: ['{', '}'], Wait: ['(', ')'], Succeed: ['([', '])'], Fail: ['([', '])'], Pass: ['[/', '/]'] };
const tones = ['succeeded fill:#dcfce7,stroke:#15803d,color:#0f172a', 'failed fill:#fee2e2,stroke:#dc2626,color:#0f172a', 'timedOut fill:#fee2e2,stroke:#dc2626,color:#0f172a', 'caught fill:#fef3c7,stroke:#b45309,color:#0f172a', 'aborted fill:#f1f5f9,stroke:#64748b,color:#0f172a', 'running fill:#dbeafe,stroke:#2563eb,color:#0f172a'];

/**
 * A state machine, or an execution of it, as a Mermaid flowchart, for pages that draw such text. Ways of catchers are dotted.
 *
 * @example
 * mermaidOf(definition); // 'flowchart TD\n  …'
 */
export function mermaidOf(definition: Json, { execution }: Pick<PictureOptions, 'execution'> = {}): string {
  checkNesting(definition);
  const writer = new Writer(execution === undefined ? null : ranOf(execution.events));
  writer.region(outlineOf(definition), '  ');
  return `${['flowchart TD', ...writer.lines].join('\n')}\n`;
}

class Writer {
  readonly lines: string[] = [];
  readonly #ran: Ran | null;
  #next = 0;

  constructor(ran: Ran | null) {
    this.#ran = ran;
    if (ran !== null) for (const tone of tones) this.lines.push(`  classDef ${tone}`);
  }

  /** Ids are numbers: names of states may be words of Mermaid's own. */
  region(region: OutlineRegion, indent: string): void {
    const ids = new Map<string, string>();
    for (const state of region.states) ids.set(state.name, `s${this.#next++}`);
    const first = ids.get(region.startAt);
    if (first !== undefined) this.lines.push(`${indent}${first}start(( )) --> ${first}`);
    for (const state of region.states) this.#state(state, ids.get(state.name) ?? '', indent);
    for (const state of region.states) this.#ways(state, ids, indent);
  }

  #state(state: OutlineState, id: string, indent: string): void {
    if (state.inner.length > 0) {
      this.lines.push(`${indent}subgraph ${id}["${marked(`${state.name} · ${doing(state)}`)}"]`);
      state.inner.forEach((inner, i) => {
        this.lines.push(`${indent}  subgraph ${id}b${i}[" "]`);
        this.region(inner, `${indent}    `);
        this.lines.push(`${indent}  end`);
      });
      this.lines.push(`${indent}end`);
    } else {
      const [open, close] = shapes[state.type] ?? ['[', ']'];
      this.lines.push(`${indent}${id}${open}"${marked(state.name)}<br/>${marked(doing(state))}"${close}`);
    }
    const outcome = this.#ran?.states.get(state.name)?.outcome;
    if (outcome !== undefined) this.lines.push(`${indent}class ${id} ${outcome}`);
  }

  #ways(state: OutlineState, ids: ReadonlyMap<string, string>, indent: string): void {
    for (const way of state.ways) {
      const [from, to] = [ids.get(state.name), ids.get(way.to)];
      if (from === undefined || to === undefined) continue;
      const words = wordsOf(way);
      this.lines.push(`${indent}${from} ${way.by === 'catcher' ? '-.->' : '-->'}${words === '' ? '' : `|"${marked(cutTo(words, 400, 11))}"|`} ${to}`);
    }
  }
}

function wordsOf({ by, json }: OutlineWay): string {
  if (by === 'rule') return ruleLabel(json);
  if (by === 'default') return 'otherwise';
  return by === 'catcher' ? errorsOf(json).join(', ') : '';
}

/** Mermaid ends a text at a quotation mark, and reads # and ; as the ends of codes. */
function marked(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').replaceAll(/["#;<>&`|]/gu, (mark) => `#${mark.codePointAt(0) ?? 0};`);
}
