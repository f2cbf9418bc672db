import type { Json } from '@millrace/core';

interface Node {
  text: string | null;
  readonly inner: Map<string, Node>;
}

/**
 * A form of the query protocol as the value that it stands for: `Tags.member.1.Key` is a list of objects, `Attributes.entry.1.key` a map. All
 * leaves are text.
 */
export function formFields(form: URLSearchParams): { readonly [name: string]: Json } {
  const root: Node = { text: null, inner: new Map() };
  for (const [path, text] of form) {
    let here = root;
    for (const part of path.split('.')) {
      const next = here.inner.get(part) ?? { text: null, inner: new Map<string, Node>() };
      here.inner.set(part, next);
      here = next;
    }
    here.text = text;
  }
  return objectOf(root);
}

function objectOf(node: Node): { readonly [name: string]: Json } {
  return Object.fromEntries([...node.inner].map(([name, child]) => [name, valueOf(child)]));
}

function valueOf(node: Node): Json {
  if (node.inner.size === 0) return node.text ?? '';
  const members = node.inner.get('member');
  if (members !== undefined) return numbered(members).map(valueOf);
  const entries = node.inner.get('entry');
  if (entries === undefined) return objectOf(node);
  return Object.fromEntries(numbered(entries).map(({ inner }) => [inner.get('key')?.text ?? inner.get('Name')?.text ?? '', valueOf(inner.get('value') ?? inner.get('Value') ?? { text: '', inner: new Map() })]));
}

function numbered(node: Node): readonly Node[] {
  return [...node.inner].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}
