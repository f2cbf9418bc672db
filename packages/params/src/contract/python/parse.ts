import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Argument, Item, Loop, NamedPlace, Node, Param, Tree } from '../ast.ts';
import { matched, type Arm } from '../matched.ts';
import { mend } from './mend.ts';
import { pythonText, unescapePython } from './text.ts';

/** A Python script as a tree. What does not parse is left out and told in `broken`. */
export function parsePython(written: string): Tree {
  let text = written;
  let tree = parser.parse(text);
  // Each round may bring to light what the one before covered.
  for (let round = 0; round < 3; round += 1) {
    const mended = mend(text, tree);
    if (mended === text) break;
    text = mended;
    tree = parser.parse(text);
  }
  const broken: number[] = [];
  tree.iterate({ enter: (node) => void (node.type.isError && !isPattern(node.node) && broken.push(node.from)) });
  return { root: new Reader(text).block(childrenOf(tree.topNode), 0), broken };
}

/** Is it in the head of a match, of one of its arms, or of a decorator? The grammar does not know all that may stand there. */
function isPattern(node: SyntaxNode): boolean {
  for (let at = node.parent; at !== null && !['Body', 'FunctionDefinition', 'ClassDefinition'].includes(at.name); at = at.parent) if (['MatchStatement', 'MatchClause', 'Decorator', 'DecoratedStatement'].includes(at.name)) return true;
  return false;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== 'Comment' && !child.type.isError) children.push(child);
  return children;
}

const none = (at: number): Node => ({ kind: 'constant', at, type: 'none' });

class Reader {
  readonly #text: string;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #slice(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }

  block(nodes: readonly SyntaxNode[], at: number): Node {
    return { kind: 'block', at, body: nodes.filter(({ name }) => name !== ':' && name !== ';').map((node) => this.node(node)) };
  }

  #body(node: SyntaxNode | undefined, at: number): Node {
    return node === undefined ? this.block([], at) : this.block(childrenOf(node), node.from);
  }

  /** Text nested deeper than any person writes is not looked into: the stack has an end. */
  node(node: SyntaxNode): Node {
    if (this.#depth > 400) return { kind: 'other', at: node.from, children: [] };
    this.#depth += 1;
    try {
      return this.#read(node);
    } finally {
      this.#depth -= 1;
    }
  }

  #read(node: SyntaxNode): Node {
    const at = node.from;
    const children = childrenOf(node);
    const first = children[0];
    switch (node.name) {
      case 'String': {
        const value = pythonText(this.#slice(node));
        return value === null ? { kind: 'other', at, children: [] } : { kind: 'text', at, value };
      }
      case 'ContinuedString':
        return this.#format(at, children.flatMap((child) => this.#parts(child)));
      case 'FormatString':
        return this.#format(at, this.#parts(node));
      case 'Number': return { kind: 'constant', at, type: 'number' };
      case 'Boolean': return { kind: 'constant', at, type: 'boolean' };
      case 'None': return none(at);
      case 'VariableName': return { kind: 'name', at, id: this.#slice(node) };
      case 'ParenthesizedExpression': case 'ExpressionStatement': case 'DecoratedStatement': case 'AwaitExpression': {
        const inner = node.name === 'DecoratedStatement' ? children.at(-1) : children.find(({ name }) => !['(', ')', 'await'].includes(name));
        if (inner !== undefined && children.some(({ name }) => name === 'for')) return this.#comprehension(at, children);
        return inner === undefined ? none(at) : this.node(inner);
      }
      case 'MemberExpression': return this.#member(node, children);
      case 'CallExpression': return this.#call(node, children);
      case 'ArrayExpression': case 'TupleExpression': case 'SetExpression':
        return { kind: 'list', at, items: this.#items(children) };
      case 'ArrayComprehensionExpression': case 'SetComprehensionExpression': case 'ComprehensionExpression': case 'DictionaryComprehensionExpression':
        return this.#comprehension(at, children);
      case 'DictionaryExpression': return this.#dict(at, children);
      case 'BinaryExpression': return this.#binary(node, children);
      case 'UnaryExpression': {
        const operand = children.at(-1);
        const read = operand === undefined ? none(at) : this.node(operand);
        if (first?.name === 'not') return { kind: 'not', at, operand: read };
        // `-value` is `0 - value`, to whoever knows no numbers.
        return read.kind === 'constant' ? read : { kind: 'binary', at, op: '-', left: { kind: 'constant', at, type: 'number' }, right: read };
      }
      case 'ConditionalExpression': {
        const [then, test, otherwise] = children.filter(({ name }) => name !== 'if' && name !== 'else');
        if (then === undefined || test === undefined) return { kind: 'other', at, children: [] };
        return { kind: 'if', at, test: this.node(test), then: this.node(then), otherwise: otherwise === undefined ? null : this.node(otherwise) };
      }
      case 'LambdaExpression': {
        const body = children.at(-1);
        return { kind: 'lambda', at, params: this.#params(children.find(({ name }) => name === 'ParamList')), body: body === undefined ? none(at) : this.node(body) };
      }
      case 'NamedExpression': {
        const value = children.at(-1);
        return first === undefined || value === undefined ? none(at) : { kind: 'assign', at, target: this.node(first), op: '=', value: this.node(value) };
      }
      case 'ImportStatement': return this.#import(at, children);
      case 'AssignStatement': case 'UpdateStatement': return this.#assign(at, children);
      case 'IfStatement': return this.#if(at, children);
      case 'ForStatement': return this.#for(at, children);
      case 'WhileStatement': {
        const test = children[1];
        return { kind: 'if', at, test: test === undefined ? none(at) : this.node(test), then: this.#body(children.find(({ name }) => name === 'Body'), at), otherwise: null };
      }
      case 'TryStatement': return this.#try(at, children);
      case 'WithStatement': return this.#with(at, children);
      case 'FunctionDefinition': {
        const name = children.find((child) => child.name === 'VariableName');
        return { kind: 'function', at, name: name === undefined ? '' : this.#slice(name), params: this.#params(children.find((child) => child.name === 'ParamList')), body: this.#body(children.find((child) => child.name === 'Body'), at) };
      }
      case 'ClassDefinition': {
        const name = children.find((child) => child.name === 'VariableName');
        return { kind: 'class', at, name: name === undefined ? '' : this.#slice(name), body: this.#body(children.find((child) => child.name === 'Body'), at), app: false, annotated: this.#annotated(children.find((child) => child.name === 'Body')) };
      }
      case 'ReturnStatement': return { kind: 'return', at, value: children.length < 2 ? null : this.#tuple(children.slice(1)) };
      case 'RaiseStatement': return { kind: 'leave', at, value: children[1] === undefined ? null : this.node(children[1]), raises: true };
      case 'ContinueStatement': case 'BreakStatement': return { kind: 'leave', at, value: null, raises: false };
      case 'MatchStatement': return this.#match(at, children);
      default: return { kind: 'other', at, children: children.filter((child) => child.firstChild !== null || child.name === 'VariableName').map((child) => this.node(child)) };
    }
  }

  #match(at: number, children: readonly SyntaxNode[]): Node {
    const body = children.find(({ name }) => name === 'MatchBody');
    const subject = this.#tuple(children.slice(1).filter(({ name }) => name !== 'MatchBody' && name !== 'Body'));
    const clauses = body === undefined ? [] : childrenOf(body).filter(({ name }) => name === 'MatchClause');
    return matched(at, subject, clauses.map((clause): Arm => {
      const parts = childrenOf(clause).slice(1);
      const guard = parts.find(({ name }) => name === 'Guard');
      const inside = parts.filter(({ name }) => !['Body', 'Guard', '|'].includes(name) && name !== ':');
      return { at: clause.from, ...this.#pattern(inside), guard: guard === undefined ? null : this.node(childrenOf(guard).at(-1) ?? guard), body: this.#body(parts.find(({ name }) => name === 'Body'), clause.from) };
    }));
  }

  // Words, and a name for everything else; what other patterns take is not known.
  #pattern(nodes: readonly SyntaxNode[]): Pick<Arm, 'words' | 'name'> {
    const [first] = nodes;
    if (first === undefined) return { words: null, name: null };
    if (nodes.length === 1 && (first.name === 'OrPattern' || first.name === 'LiteralPattern' || first.name === 'ParenthesizedPattern')) return this.#pattern(childrenOf(first).filter(({ name }) => !['|', '(', ')', 'LogicOp', 'BitOp'].includes(name)));
    if (nodes.length === 1 && (first.name === 'CapturePattern' || first.name === 'VariableName')) return { words: null, name: this.#slice(first) };
    const words = nodes.map((node): Node | null => {
      const [inner = node] = node.name === 'LiteralPattern' ? childrenOf(node) : [node];
      return inner.name === 'String' ? this.node(inner) : null;
    });
    const known = words.filter((word) => word !== null);
    return { words: known.length === words.length ? known : null, name: null };
  }

  #annotated(body: SyntaxNode | undefined): NamedPlace[] {
    return (body === undefined ? [] : childrenOf(body)).flatMap((statement) => {
      const [name, type] = statement.name === 'AssignStatement' ? childrenOf(statement) : [];
      return name?.name === 'VariableName' && type?.name === 'TypeDef' ? [{ name: this.#slice(name), at: name.from }] : [];
    });
  }

  #format(at: number, parts: readonly (string | Node)[]): Node {
    return parts.every((part) => typeof part === 'string') ? { kind: 'text', at, value: parts.join('') } : { kind: 'format', at, parts };
  }

  #parts(node: SyntaxNode): (string | Node)[] {
    if (node.name !== 'FormatString') return [pythonText(this.#slice(node)) ?? ''];
    const source = this.#slice(node);
    const head = /^[a-zA-Z]*("""|'''|"|')/.exec(source);
    const [opening = '', quote = ''] = head ?? [];
    const raw = /r/i.test(opening);
    const plain = (from: number, to: number): string => {
      const text = this.#text.slice(from, to).replaceAll('{{', '{').replaceAll('}}', '}');
      return raw ? text : unescapePython(text);
    };
    const parts: (string | Node)[] = [];
    let from = node.from + opening.length;
    for (const child of childrenOf(node)) {
      if (child.name !== 'FormatReplacement') continue;
      parts.push(plain(from, child.from));
      const inner = childrenOf(child).find(({ name }) => name !== '{');
      parts.push(inner === undefined ? none(child.from) : this.node(inner));
      from = child.to;
    }
    parts.push(plain(from, node.to - quote.length));
    return parts;
  }

  #member(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const [object, mark, ...rest] = children;
    const at = node.from;
    if (object === undefined || mark === undefined) return { kind: 'other', at, children: [] };
    if (mark.name === '.') return { kind: 'attribute', at, object: this.node(object), name: rest[0] === undefined ? '' : this.#slice(rest[0]) };
    const inside = rest.filter(({ name }) => name !== ']');
    const [start] = inside;
    if (!inside.some(({ name }) => name === ':')) return start === undefined ? this.node(object) : { kind: 'index', at, object: this.node(object), index: this.#tuple(inside) };
    const from = start === undefined || start.name === ':' ? null : this.node(start);
    return { kind: 'slice', at, object: this.node(object), from, whole: inside.every(({ name }) => name === ':') };
  }

  #call(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const [callee, list] = children;
    const at = node.from;
    if (callee === undefined || list === undefined) return { kind: 'other', at, children: [] };
    const inside = childrenOf(list).filter(({ name }) => name !== '(' && name !== ')');
    if (inside.some(({ name }) => name === 'for')) return { kind: 'call', at, callee: this.node(callee), args: [{ name: null, value: this.#comprehension(list.from, inside), spread: false }] };
    const args = split(inside).flatMap((words): Argument[] => {
      const [first, second, third] = words;
      if (first === undefined) return [];
      if (first.name === '*' || first.name === '**') return second === undefined ? [] : [{ name: null, value: this.node(second), spread: true }];
      if (second?.name === 'AssignOp' && third !== undefined) return [{ name: this.#slice(first), value: this.node(third), spread: false }];
      return [{ name: null, value: this.node(first), spread: false }];
    });
    return { kind: 'call', at, callee: this.node(callee), args };
  }

  #items(children: readonly SyntaxNode[]): Item[] {
    const inside = children.filter(({ name }) => !['[', ']', '(', ')', '{', '}'].includes(name));
    return split(inside).flatMap((words): Item[] => {
      const last = words.at(-1);
      return last === undefined ? [] : [{ value: this.node(last), spread: words[0]?.name === '*' }];
    });
  }

  #tuple(children: readonly SyntaxNode[]): Node {
    const items = this.#items(children);
    const [only] = items;
    return items.length === 1 && only !== undefined && !only.spread && children.at(-1)?.name !== ',' ? only.value : { kind: 'list', at: children[0]?.from ?? 0, items };
  }

  #dict(at: number, children: readonly SyntaxNode[]): Node {
    const inside = children.filter(({ name }) => name !== '{' && name !== '}');
    const entries = split(inside).flatMap((words): { key: Node | null; value: Node }[] => {
      const [key] = words;
      const value = words.at(-1);
      if (key === undefined || value === undefined) return [];
      return [{ key: key.name === '**' ? null : this.node(key), value: this.node(value) }];
    });
    return { kind: 'dict', at, entries };
  }

  #binary(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const left = children[0];
    const right = children.at(-1);
    if (left === undefined || right === undefined) return { kind: 'other', at: node.from, children: [] };
    const op = children.slice(1, -1).map((child) => this.#slice(child)).join(' ');
    return { kind: 'binary', at: node.from, op, left: this.node(left), right: this.node(right) };
  }

  #comprehension(at: number, children: readonly SyntaxNode[]): Node {
    const inside = children.filter(({ name }) => !['[', ']', '(', ')', '{', '}', 'async'].includes(name));
    const start = inside.findIndex(({ name }) => name === 'for');
    const element = inside.slice(0, start).filter(({ name }) => name !== ':').map((node) => this.node(node));
    const loops: { target: Node; iter: Node; tests: Node[] }[] = [];
    let target: SyntaxNode[] = [];
    let mode: 'target' | 'iter' | 'test' = 'target';
    for (const node of inside.slice(start)) {
      if (node.name === 'for') [target, mode] = [[], 'target'];
      else if (node.name === 'in') mode = 'iter';
      else if (node.name === 'if') mode = 'test';
      else if (mode === 'target') target.push(node);
      else if (mode === 'iter') loops.push({ target: this.#tuple(target), iter: this.node(node), tests: [] });
      else loops.at(-1)?.tests.push(this.node(node));
    }
    const [only] = element;
    return { kind: 'comprehension', at, element: only ?? none(at), value: element[1] ?? null, loops: loops satisfies Loop[] };
  }

  #params(node: SyntaxNode | undefined): Param[] {
    if (node === undefined) return [];
    const inside = childrenOf(node).filter(({ name }) => name !== '(' && name !== ')' && name !== 'TypeDef');
    return split(inside).flatMap((words): Param[] => {
      const name = words.find((word) => word.name === 'VariableName');
      if (name === undefined) return [];
      const equals = words.findIndex((word) => word.name === 'AssignOp');
      const value = equals < 0 ? undefined : words[equals + 1];
      return [{ name: this.#slice(name), value: value === undefined ? null : this.node(value), rest: words[0]?.name === '*' || words[0]?.name === '**' }];
    });
  }

  #import(at: number, children: readonly SyntaxNode[]): Node {
    const from = children[0]?.name === 'from';
    const split_ = children.findIndex(({ name }) => name === 'import');
    const module = from ? children.slice(1, split_).map((node) => this.#slice(node)).join('') : '';
    const groups = split(children.slice(split_ + 1).filter(({ name }) => name !== '(' && name !== ')'));
    const names = groups.flatMap((words): { as: string; path: string }[] => {
      const alias = words.findIndex(({ name }) => name === 'as');
      const path = words.slice(0, alias < 0 ? undefined : alias).map((node) => this.#slice(node)).join('');
      const as = alias < 0 ? undefined : words[alias + 1];
      if (from) return [{ as: as === undefined ? path : this.#slice(as), path: `${module}.${path}` }];
      return as === undefined ? [{ as: path.split('.')[0] ?? path, path: path.split('.')[0] ?? path }] : [{ as: this.#slice(as), path }];
    });
    return { kind: 'import', at, names };
  }

  #assign(at: number, children: readonly SyntaxNode[]): Node {
    const parts: SyntaxNode[][] = [[]];
    let op = '=';
    for (const child of children) {
      if (child.name === 'AssignOp' || child.name === 'UpdateOp') {
        op = this.#slice(child);
        parts.push([]);
      } else if (child.name !== 'TypeDef') parts.at(-1)?.push(child);
    }
    const value = parts.pop() ?? [];
    const read = this.#tuple(value);
    if (parts.length === 0) return { kind: 'other', at, children: [read] };
    const targets = parts.map((target) => this.#tuple(target));
    // `a = b = value`: every target gets it, the last one first evaluated.
    const [first, ...rest] = targets;
    if (first === undefined) return read;
    return rest.reduceRight<Node>((inner, target) => ({ kind: 'assign', at, target, op: '=', value: inner }), { kind: 'assign', at, target: first, op, value: read });
  }

  #if(at: number, children: readonly SyntaxNode[]): Node {
    const arms: { test: Node | null; body: Node; at: number }[] = [];
    let test: Node | null = null;
    let start = at;
    for (const child of children) {
      if (['if', 'elif', 'else'].includes(child.name)) [test, start] = [null, child.from];
      else if (child.name === 'Body') arms.push({ test, body: this.#body(child, start), at: start });
      else test = this.node(child);
    }
    const whole = arms.reduceRight<Node | null>((otherwise, arm) => (arm.test === null ? arm.body : { kind: 'if', at: arm.at, test: arm.test, then: arm.body, otherwise }), null);
    return whole ?? this.block([], at);
  }

  #for(at: number, children: readonly SyntaxNode[]): Node {
    const inside = children.findIndex(({ name }) => name === 'in');
    const body = children.findIndex(({ name }) => name === 'Body');
    const target = children.slice(0, inside).filter(({ name }) => name !== 'for' && name !== 'async');
    return { kind: 'for', at, target: this.#tuple(target), iter: this.#tuple(children.slice(inside + 1, body)), body: this.#body(children[body], at) };
  }

  #try(at: number, children: readonly SyntaxNode[]): Node {
    let mode = 'try';
    let catches: string[] = [];
    let body: Node = this.block([], at);
    const handlers: { catches: string[]; body: Node }[] = [];
    const after: Node[] = [];
    for (const child of children) {
      if (['try', 'except', 'else', 'finally'].includes(child.name)) [mode, catches] = [child.name, []];
      else if (child.name === 'Body' && mode === 'try') body = this.#body(child, at);
      else if (child.name === 'Body' && mode === 'except') handlers.push({ catches: catches.length === 0 ? ['*'] : catches, body: this.#body(child, at) });
      else if (child.name === 'Body') after.push(this.#body(child, at));
      else if (mode === 'except') catches.push(...(this.#slice(child).match(/[A-Za-z_][\w.]*/g) ?? []));
    }
    return { kind: 'try', at, body, handlers, after: after.length === 0 ? null : { kind: 'block', at, body: after } };
  }

  #with(at: number, children: readonly SyntaxNode[]): Node {
    const body = children.find(({ name }) => name === 'Body');
    const heads = children.filter(({ name }) => !['with', 'async', 'as', ',', 'Body', '(', ')'].includes(name)).map((child) => this.node(child));
    const inner: Node = { kind: 'block', at, body: [{ kind: 'other', at, children: heads }, this.#body(body, at)] };
    // `with suppress(Error):` is a try whose handler does nothing.
    const suppressed = children.flatMap((child) => /^(?:contextlib\s*\.\s*)?suppress\s*\(([^()]*)\)$/.exec(this.#slice(child))?.[1]?.match(/[A-Za-z_][\w.]*/g) ?? []);
    return suppressed.length === 0 ? inner : { kind: 'try', at, body: inner, handlers: [{ catches: suppressed, body: this.block([], at) }], after: null };
  }
}

function split(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') groups.push([]);
    else groups.at(-1)?.push(node);
  }
  return groups.filter((group) => group.length > 0);
}
