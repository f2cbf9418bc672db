import type { Node } from '../ast.ts';

/** Knows which parts of a script leave what is around them: by return, raise, continue, break, or the end of the job. */
export class Ends {
  /** Functions of the script that never come back. */
  readonly #functions = new Set<string>();
  readonly #seen = new Set<Node>();
  readonly #always = new Map<Node, boolean>();
  readonly #perhaps = new Map<Node, boolean>();

  /** Remembers a function that only ends the job, such as one that prints the usage. */
  define(name: string, body: Node): void {
    if (this.#seen.has(body)) return;
    this.#seen.add(body);
    if (mentionsReturn(body) || !this.always(body)) return;
    this.#functions.add(name);
    // What was found out without knowing this one may be wrong now.
    this.#always.clear();
    this.#perhaps.clear();
  }

  /** Does control never come out at the end? */
  always(node: Node): boolean {
    const known = this.#always.get(node);
    if (known !== undefined) return known;
    const found = this.#leaves(node);
    this.#always.set(node, found);
    return found;
  }

  #leaves(node: Node): boolean {
    if (node.kind === 'return' || node.kind === 'leave') return true;
    if (node.kind === 'call') return this.#exits(node);
    if (node.kind === 'block') return node.body.some((each) => this.always(each));
    return node.kind === 'if' && node.otherwise !== null && this.always(node.then) && this.always(node.otherwise);
  }

  /** Is there a way through it that does not come out at the end? */
  perhaps(node: Node): boolean {
    const known = this.#perhaps.get(node);
    if (known !== undefined) return known;
    const found = this.#search(node);
    this.#perhaps.set(node, found);
    return found;
  }

  #search(node: Node): boolean {
    if (node.kind === 'return' || node.kind === 'leave') return true;
    if (node.kind === 'call') return this.#exits(node);
    if (node.kind === 'block') return node.body.some((each) => this.perhaps(each));
    if (node.kind === 'if') return this.perhaps(node.then) || (node.otherwise !== null && this.perhaps(node.otherwise));
    if (node.kind === 'for') return this.perhaps(node.body);
    return node.kind === 'try' && [node.body, ...node.handlers.map(({ body }) => body), ...(node.after === null ? [] : [node.after])].some((each) => this.perhaps(each));
  }

  #exits({ callee }: Extract<Node, { kind: 'call' }>): boolean {
    if (callee.kind === 'attribute') return ['exit', '_exit'].includes(callee.name) || (callee.object.kind === 'name' && ['self', 'cls'].includes(callee.object.id) && this.#functions.has(callee.name));
    return callee.kind === 'name' && (['exit', 'quit'].includes(callee.id) || this.#functions.has(callee.id));
  }
}

function mentionsReturn(node: Node): boolean {
  if (node.kind === 'return') return true;
  if (node.kind === 'block') return node.body.some(mentionsReturn);
  if (node.kind === 'if') return mentionsReturn(node.then) || (node.otherwise !== null && mentionsReturn(node.otherwise));
  if (node.kind === 'for') return mentionsReturn(node.body);
  return node.kind === 'try' && (mentionsReturn(node.body) || node.handlers.some(({ body }) => mentionsReturn(body)));
}
