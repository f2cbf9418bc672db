import { describe, expect, test } from 'vitest';
import { listed, pages } from './pages.ts';

/** A list in pages, the token of a page being its place; remembers which were asked for. */
function service(...all: readonly (readonly number[])[]) {
  const asked: (string | undefined)[] = [];
  const ask = async (token: string | undefined) => {
    asked.push(token);
    const at = Number(token ?? 0);
    return { items: all[at] ?? [], next: at + 1 < all.length ? String(at + 1) : '' };
  };
  return { asked, ask };
}
const named = (name: string): Error => Object.assign(new Error(name), { name });

describe('what a service lists page by page', () => {
  test('is read to the last page, empty ones between them too', async () => {
    const { asked, ask } = service([9, 8], [], [7]);
    expect(await listed(pages(ask))).toEqual([9, 8, 7]);
    expect(asked).toEqual([undefined, '1', '2']);
  });

  test('is asked for no further than what is recent', async () => {
    const { asked, ask } = service([9, 8], [7, 2, 6], [5]);
    expect(await listed(pages(ask), (one) => one > 4)).toEqual([9, 8, 7, 6]);
    expect(asked).toEqual([undefined, '1']);
  });

  test('is empty where there is nothing to list, and ends where that goes between two pages', async () => {
    const { ask } = service([9], [8]);
    const gone = async (token: string | undefined) => (token === undefined ? await ask(token) : Promise.reject(named('JobGone')));
    expect(await listed(pages(gone, 'JobGone'))).toEqual([9]);
    expect(await listed(pages(async () => Promise.reject(named('JobGone')), 'JobGone'))).toEqual([]);
  });

  test('any other error is none of these', async () => {
    await expect(listed(pages(async () => Promise.reject(named('Throttled')), 'JobGone'))).rejects.toThrow('Throttled');
  });
});
