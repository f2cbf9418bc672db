import type { Node as Syntax } from 'web-tree-sitter';
import type { Argument, Loop, Node, Param, Tree } from '../ast.ts';
import { matched, type Arm } from '../matched.ts';
import { scalaGrammar } from './grammar.ts';
import { tooLongLine } from './long-lines.ts';

/** A Scala script as a tree; an empty one where a line is too long to be read, which is told in `broken`. */
export async function parseScala(text: string): Promise<Tree> {
  const long = tooLongLine(text);
  if (long !== null) return { root: { kind: 'block', at: 0, body: [] }, broken: [long] };
  const parser = await scalaGrammar();
  const tree = parser.parse(text);
  try {
    if (tree === null) return { root: { kind: 'block', at: 0, body: [] }, broken: [0] };
    const broken = tree.rootNode.hasError ? firstError(tree.rootNode) : null;
    return { root: new Reader().block(tree.rootNode), broken: broken === null ? [] : [broken] };
  } finally {
    tree?.delete();
    parser.delete();
  }
}

function firstError(node: Syntax): number {
  for (let at: Syntax = node; ;) {
    const next = at.children.find((child) => child.isError || child.isMissing || child.hasError);
    if (next === undefined || next.isError || next.isMissing) return (next ?? at).startIndex;
    at = next;
  }
}

const none = (at: number): Node => ({ kind: 'constant', at, type: 'none' });

class Reader {
  #depth = 0;

  block(node: Syntax): Node {
    return { kind: 'block', at: node.startIndex, body: named(node).map((child) => this.node(child)) };
  }

  node(node: Syntax): Node {
    if (this.#depth > 400) return { kind: 'other', at: node.startIndex, children: [] };
    this.#depth += 1;
    try {
      return this.#read(node);
    } finally {
      this.#depth -= 1;
    }
  }

  #field(node: Syntax, name: string): Node {
    const child = node.childForFieldName(name);
    return child === null ? none(node.startIndex) : this.node(child);
  }

  #read(node: Syntax): Node {
    const at = node.startIndex;
    switch (node.type) {
      case 'string': return { kind: 'text', at, value: scalaText(node.text) };
      case 'interpolated_string_expression': return this.#interpolated(node);
      case 'identifier': case 'operator_identifier': return { kind: 'name', at, id: node.text };
      case 'integer_literal': case 'floating_point_literal': return { kind: 'constant', at, type: 'number' };
      case 'boolean_literal': return { kind: 'constant', at, type: 'boolean' };
      case 'null_literal': return none(at);
      case 'field_expression': return { kind: 'attribute', at, object: this.#field(node, 'value'), name: node.childForFieldName('field')?.text ?? '' };
      case 'generic_function': return this.#field(node, 'function');
      case 'parenthesized_expression': {
        const [inner] = named(node);
        return inner === undefined ? none(at) : this.node(inner);
      }
      case 'call_expression': return this.#call(node);
      case 'instance_expression': {
        const [type, list] = named(node);
        return { kind: 'call', at, callee: { kind: 'name', at, id: type?.text ?? '' }, args: list === undefined ? [] : this.#args(list) };
      }
      case 'infix_expression': return this.#infix(node);
      case 'prefix_expression': {
        const [operand] = named(node);
        const read = operand === undefined ? none(at) : this.node(operand);
        return node.text.startsWith('!') ? { kind: 'not', at, operand: read } : { kind: 'other', at, children: [read] };
      }
      case 'tuple_expression': return { kind: 'list', at, items: named(node).map((child) => ({ value: this.node(child), spread: false })) };
      case 'if_expression': {
        const otherwise = node.childForFieldName('alternative');
        return { kind: 'if', at, test: this.#field(node, 'condition'), then: this.#field(node, 'consequence'), otherwise: otherwise === null ? null : this.node(otherwise) };
      }
      case 'match_expression': return this.#match(node);
      case 'for_expression': return this.#for(node);
      case 'while_expression': return { kind: 'if', at, test: this.#field(node, 'condition'), then: this.#field(node, 'body'), otherwise: null };
      case 'try_expression': return this.#try(node);
      case 'throw_expression': return { kind: 'leave', at, value: null, raises: true };
      case 'return_expression': {
        const [value] = named(node);
        return { kind: 'return', at, value: value === undefined ? null : this.node(value) };
      }
      case 'lambda_expression': {
        const children = named(node);
        const body = children.slice(node.childForFieldName('parameters') === null ? 0 : 1);
        return { kind: 'lambda', at, params: params(node.childForFieldName('parameters'), this), body: { kind: 'block', at, body: body.map((child) => this.node(child)) } };
      }
      case 'val_definition': case 'var_definition':
        return { kind: 'assign', at, target: this.#pattern(node.childForFieldName('pattern')), op: '=', value: this.#field(node, 'value') };
      case 'assignment_expression': return { kind: 'assign', at, target: this.#field(node, 'left'), op: '=', value: this.#field(node, 'right') };
      case 'function_definition':
        return { kind: 'function', at, name: node.childForFieldName('name')?.text ?? '', params: params(node.childForFieldName('parameters'), this), body: this.#field(node, 'body') };
      case 'object_definition': case 'class_definition': case 'trait_definition': {
        const app = /\b(App|DelayedInit)\b/.test(node.childForFieldName('extend')?.text ?? '');
        return { kind: 'class', at, name: node.childForFieldName('name')?.text ?? '', body: this.#field(node, 'body'), app, annotated: [] };
      }
      case 'import_declaration': return importOf(node);
      case 'template_body': case 'block': case 'compilation_unit': case 'indented_block': case 'case_block': return this.block(node);
      default: return { kind: 'other', at, children: named(node).filter(({ type }) => type !== 'comment' && type !== 'block_comment').map((child) => this.node(child)) };
    }
  }

  #pattern(node: Syntax | null): Node {
    if (node === null) return none(0);
    if (node.type === 'tuple_pattern') return { kind: 'list', at: node.startIndex, items: named(node).map((child) => ({ value: this.#pattern(child), spread: false })) };
    if (node.type === 'typed_pattern') return this.#pattern(node.childForFieldName('pattern'));
    return { kind: 'name', at: node.startIndex, id: node.text };
  }

  #interpolated(node: Syntax): Node {
    const at = node.startIndex;
    const text = node.children.find(({ type }) => type === 'interpolated_string');
    if (text === undefined) return none(at);
    const whole = text.text;
    const quote = whole.startsWith('"""') ? 3 : 1;
    const parts: (string | Node)[] = [];
    let from = quote;
    for (const child of named(text)) {
      if (child.type !== 'interpolation') continue;
      parts.push(whole.slice(from, child.startIndex - text.startIndex).replaceAll('$$', '$'));
      const [inner] = named(child);
      parts.push(inner === undefined ? '' : this.node(inner.type === 'block' ? (named(inner)[0] ?? inner) : inner));
      from = child.endIndex - text.startIndex;
    }
    parts.push(whole.slice(from, whole.length - quote));
    return { kind: 'format', at, parts };
  }

  #args(list: Syntax): Argument[] {
    if (list.type !== 'arguments') return [{ name: null, value: list.type === 'block' && named(list).length === 1 ? this.node(named(list)[0] ?? list) : this.node(list), spread: false }];
    return named(list).map((child): Argument => {
      // `names: _*` hands over the items of a list.
      if (/:\s*_\s*\*$/.test(child.text) || child.type === 'vararg') return { name: null, value: this.node(named(child)[0] ?? child), spread: true };
      if (child.type === 'assignment_expression') return { name: child.childForFieldName('left')?.text ?? '', value: this.#field(child, 'right'), spread: false };
      return { name: null, value: this.node(child), spread: false };
    });
  }

  #call(node: Syntax): Node {
    const list = node.childForFieldName('arguments');
    return { kind: 'call', at: node.startIndex, callee: this.#field(node, 'function'), args: list === null ? [] : this.#args(list) };
  }

  // `a op b` is the call `a.op(b)`, except for the operators that every value has.
  #infix(node: Syntax): Node {
    const at = node.startIndex;
    const op = node.childForFieldName('operator')?.text ?? '';
    const [left, right] = [this.#field(node, 'left'), this.#field(node, 'right')];
    if (op === '->') return { kind: 'list', at, items: [left, right].map((value) => ({ value, spread: false })) };
    if (op === '+=' || op === '++=') return { kind: 'call', at, callee: { kind: 'attribute', at, object: left, name: op }, args: [{ name: null, value: right, spread: false }] };
    if (/^[A-Za-z]/.test(op)) return { kind: 'call', at, callee: { kind: 'attribute', at, object: left, name: op }, args: [{ name: null, value: right, spread: false }] };
    return { kind: 'binary', at, op, left, right };
  }

  #match(node: Syntax): Node {
    const body = node.childForFieldName('body');
    return matched(node.startIndex, this.#field(node, 'value'), (body === null ? [] : named(body)).map((clause): Arm => {
      const [child, pattern] = [clause.childForFieldName('body'), clause.childForFieldName('pattern')];
      const guard = named(clause).find(({ type }) => type === 'guard');
      const at = clause.startIndex;
      return { at, ...this.#words(pattern), guard: guard === undefined ? null : this.node(named(guard)[0] ?? guard), body: child === null ? none(at) : this.node(child) };
    }));
  }

  #words(pattern: Syntax | null): Pick<Arm, 'words' | 'name'> {
    if (pattern === null) return { words: null, name: null };
    if (pattern.type === 'string') return { words: [this.node(pattern)], name: null };
    if (pattern.type === 'wildcard' || (pattern.type === 'identifier' && /^[a-z_]/.test(pattern.text))) return { words: null, name: pattern.text };
    if (pattern.type !== 'alternative_pattern') return { words: null, name: null };
    const words = named(pattern).map((child) => this.#words(child).words);
    const known = words.flatMap((each) => each ?? []);
    return { words: words.includes(null) ? null : known, name: null };
  }

  #for(node: Syntax): Node {
    const at = node.startIndex;
    const enumerators = node.childForFieldName('enumerators');
    const loops = (enumerators === null ? [] : named(enumerators)).flatMap((each): Loop[] => {
      const [target, iter, ...guards] = named(each);
      if (target === undefined || iter === undefined || each.type !== 'enumerator') return [];
      return [{ target: this.#pattern(target), iter: this.node(iter), tests: guards.flatMap((guard) => named(guard).map((child) => this.node(child))) }];
    });
    return { kind: 'comprehension', at, element: this.#field(node, 'body'), value: null, loops };
  }

  #try(node: Syntax): Node {
    const at = node.startIndex;
    const handlers = named(node).filter(({ type }) => type === 'catch_clause').map((clause) => ({ catches: clause.text.match(/[A-Z]\w+/g) ?? ['*'], body: { kind: 'other', at: clause.startIndex, children: named(clause).map((child) => this.node(child)) } satisfies Node }));
    return { kind: 'try', at, body: this.#field(node, 'body'), handlers, after: null };
  }
}

function params(node: Syntax | null, reader: Reader): Param[] {
  if (node === null) return [];
  if (node.type === 'identifier') return [{ name: node.text, value: null, rest: false }];
  return named(node).flatMap((child): Param[] => {
    if (child.type === 'identifier') return [{ name: child.text, value: null, rest: false }];
    const name = child.childForFieldName('name') ?? named(child)[0];
    const value = child.childForFieldName('default_value');
    // Glue calls `main` with the words; so does whoever starts the script.
    const words = /^Array\s*\[\s*String\s*\]$/.test(child.childForFieldName('type')?.text ?? '') && node.parent?.childForFieldName('name')?.text === 'main';
    return name === undefined || name === null ? [] : [{ name: name.text, value: words ? ARGV : value === null ? null : reader.node(value), rest: child.childForFieldName('type')?.type === 'repeated_parameter_type' }];
  });
}

const ARGV: Node = { kind: 'attribute', at: 0, object: { kind: 'name', at: 0, id: 'sys' }, name: 'argv' };

function importOf(node: Syntax): Node {
  const at = node.startIndex;
  const paths: string[] = [];
  const names: { as: string; path: string }[] = [];
  for (const child of named(node)) {
    if (child.type === 'namespace_selectors') {
      for (const each of named(child)) {
        const name = each.childForFieldName('name')?.text ?? each.text;
        names.push({ as: each.childForFieldName('alias')?.text ?? (name === '_' ? '*' : name), path: [...paths, name].join('.') });
      }
    } else if (child.type === 'namespace_wildcard') names.push({ as: '*', path: [...paths, '_'].join('.') });
    else paths.push(child.text);
  }
  const last = paths.at(-1);
  return { kind: 'import', at, names: names.length === 0 && last !== undefined ? [{ as: last, path: paths.join('.') }] : names };
}

function named(node: Syntax): Syntax[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== 'comment' && child.type !== 'block_comment');
}

function scalaText(literal: string): string {
  if (literal.startsWith('"""')) return literal.slice(3, -3);
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
  return literal.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, code: string | undefined, char: string | undefined) => (code === undefined ? (escapes[char ?? ''] ?? char ?? '') : String.fromCharCode(Number.parseInt(code, 16))));
}
