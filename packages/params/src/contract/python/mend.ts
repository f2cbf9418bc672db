import type { SyntaxNode, Tree } from '@lezer/common';

/**
 * What Python takes and the grammar does not, written in as many letters as something that it does take, so that places stay: a
 * `yield` of nothing, a number that ends with its point, and brackets around all that a `with` opens. The same text where there is none.
 */
export function mend(text: string, tree: Tree): string {
  const letters = text.split('');
  let changed = false;
  const put = (at: number, what: string): void => {
    for (let index = 0; index < what.length; index += 1) letters[at + index] = what[index] ?? ' ';
    changed = true;
  };
  tree.iterate({
    enter: (node) => {
      if (!node.type.isError) return;
      const before = text.slice(Math.max(0, node.from - 200), node.from);
      const bare = /\byield([ \t\r\n]*)$/.exec(before);
      const place = bare === null ? 0 : node.from - bare[0].length;
      if (bare !== null && /^yield[ \t]*(?:[\r\n)#;,]|$)/.test(text.slice(place, place + 100))) put(place, 'None ');
      else if (text[node.from] !== '.' && /(?:^|[^\w.])\d[\d_]*\.[ \t]*$/.test(before)) put(node.from - before.length + before.lastIndexOf('.'), ' ');
      else if (/(?:^|[^\w.])\d[\d_]*$/.test(before) && /^\.(?!\.)/.test(text.slice(node.from, node.from + 2))) put(node.from, ' ');
      else {
        const head = headOfWith(node.node);
        if (head !== null) unwrap(text, head.from, put);
      }
    },
  });
  return changed ? letters.join('') : text;
}

/** The `with` in whose head a node is. */
function headOfWith(node: SyntaxNode): SyntaxNode | null {
  let at: SyntaxNode | null = node;
  for (let steps = 0; at !== null && steps < 50; at = at.parent, steps += 1) {
    if (at.name === 'WithStatement') return at;
    if (at.name === 'Body') return null;
  }
  return null;
}

/** Takes the brackets and the line ends out of `with (a as b, c as d):`. */
function unwrap(text: string, from: number, put: (at: number, what: string) => void): void {
  const opening = /^(?:async\s+)?with\s*\(/.exec(text.slice(from, from + 100));
  if (opening === null) return;
  const start = from + opening[0].length - 1;
  const rest = text.slice(start, start + 5000);
  const ends: number[] = [];
  let depth = 0;
  for (const { 0: word, index } of rest.matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[()[\]{}\n#]/g)) {
    if (word === '#') return;
    if (word === '\n') ends.push(start + index);
    if ('([{'.includes(word)) depth += 1;
    if (!')]}'.includes(word)) continue;
    depth -= 1;
    if (depth > 0) continue;
    if (!/^\s*:/.test(rest.slice(index + 1, index + 20))) return;
    const inside = rest.slice(0, index);
    put(start, ' ');
    put(start + index, ' ');
    for (const end of ends) put(end, ' ');
    const comma = /,\s*$/.exec(inside);
    if (comma !== null) put(start + comma.index, ' ');
    return;
  }
}
