import type { Json } from '../engine-types.ts';
import { isArray, isObject, member } from '../json.ts';

/** The layout library follows ways by recursion, and fills the stack with chains of some 3,000 states. */
export const mostStates = 1500;
/** Lists of states within each other: a definition of 500 levels of values, more than which `validate` refuses, has no more. */
export const mostLevels = 125;

/** Throws an Error with a sentence for a machine that is too large to be drawn as SVG. */
export function checkDrawable(definition: Json): void {
  checkNesting(definition);
  if (extentOf(definition).states > mostStates) throw new Error(`A picture shows at most ${mostStates} states, and this state machine has more. Use Mermaid for it (mermaidOf, or --format mermaid), or draw its parts.`);
}

/** Throws an Error with a sentence for what would fill the stack of everything that walks a machine. */
export function checkNesting(definition: Json): void {
  if (extentOf(definition).levels > mostLevels) throw new Error(`This state machine has Parallel or Map states within each other more than ${mostLevels} levels deep, which cannot be drawn: move parts into state machines of their own.`);
}

/** How many states there are and how deep their lists nest, without recursion; looked at no further than the first that is too much. */
function extentOf(definition: Json): { readonly states: number; readonly levels: number } {
  let states = 0;
  let levels = 0;
  let open: readonly Json[] = [definition];
  for (; open.length > 0 && levels <= mostLevels; levels++) {
    const inner: Json[] = [];
    for (const region of open) {
      const listed = member(region, 'States');
      const here = isObject(listed) ? Object.values(listed).filter(isObject) : [];
      states += here.length;
      // An object that holds itself would double with every level.
      if (states <= mostStates) inner.push(...here.flatMap(({ Branches: branches, ItemProcessor: processor, Iterator: iterator }) => [...(isArray(branches) ? branches : []), processor ?? null, iterator ?? null].filter(isObject)));
    }
    open = inner;
  }
  return { states, levels };
}
