import fc from 'fast-check';
import { render, type Rendering, type StringMap, type StyleName } from '@millrace/params';
import { awkwardMap } from '../../../packages/params/src/passing/awkward.fixture.ts';

export interface Written {
  readonly map: StringMap;
  readonly rendering: Rendering;
}

const classes: Readonly<Record<string, (value: string) => boolean>> = {
  'double quote': (value) => value.includes('"'),
  'single quote': (value) => value.includes("'"),
  comma: (value) => value.includes(','),
  backslash: (value) => value.includes('\\'),
  'beyond ASCII': (value) => /[^\0-\x7f]/.test(value),
  emoji: (value) => /\p{Emoji_Presentation}/u.test(value),
  empty: (value) => value === '',
  'leading dash': (value) => value.startsWith('-'),
  newline: (value) => value.includes('\n'),
  '$(…)': (value) => value.includes('$('),
  brace: (value) => /[{}]/.test(value),
  'control character': (value) => /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(value),
};

/** The same maps for every style, none of them empty. */
export function randomMaps(count: number): readonly StringMap[] {
  return fc.sample(awkwardMap.filter((map) => Object.keys(map).length > 0), { numRuns: count, seed: 20260131 });
}

export function classCounts(maps: readonly StringMap[]): string {
  const values = maps.flatMap((map) => Object.values(map));
  const counts = Object.entries(classes).map(([name, has]) => `${name} ${values.filter(has).length}`);
  return `${values.length} values: ${counts.join(', ')}`;
}

/** The first `count` random maps that the style can express, and why it refused others, with the style that it named. */
export function written(style: StyleName, count: number, context: (index: number) => { readonly name: string; readonly file: string } = () => ({ name: 'job', file: 'arguments.json' })): { readonly list: readonly Written[]; readonly refused: string } {
  const list: Written[] = [];
  const why = new Map<string, number>();
  for (const map of randomMaps(count + Math.ceil(count / 4))) {
    if (list.length === count) break;
    const rendering = render(style, map, context(list.length));
    if ('text' in rendering) list.push({ map, rendering });
    else why.set(`${rendering.refused} (${rendering.use})`, (why.get(`${rendering.refused} (${rendering.use})`) ?? 0) + 1);
  }
  return { list, refused: why.size === 0 ? 'none refused' : `refused: ${[...why].map(([text, times]) => `${times} × ${text}`).join('; ')}` };
}

const sorted = (map: object): string => JSON.stringify(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
export function sameMap(seen: unknown, wanted: StringMap): boolean {
  return typeof seen === 'object' && seen !== null && sorted(seen) === sorted(wanted);
}
