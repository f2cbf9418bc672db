import { XMLParser } from 'fast-xml-parser';
import { AwsError } from '../host/types.ts';

/** An element: its name, and its text or its children. */
export type Xml = readonly [name: string, content: string | number | boolean | readonly Xml[]];

export function renderXml(root: Xml, namespace: string | null): string {
  const [name, content] = root;
  const opening = namespace === null ? name : `${name} xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${opening}>${inside(content)}</${name}>`;
}

function inside(content: Xml[1]): string {
  if (typeof content !== 'object') return escaped(String(content));
  return content.map(([name, child]) => `<${name}>${inside(child)}</${name}>`).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function escaped(text: string): string {
  return text.replace(/[&<>"'\u0000-\u001f]/g, (character) => entities[character] ?? `&#${character.charCodeAt(0)};`);
}

type Parsed = string | readonly Parsed[] | { readonly [name: string]: Parsed };

/** A document as nested records of text. */
export function parseXml(body: Uint8Array): Parsed {
  const text = new TextDecoder().decode(body);
  if (/<!DOCTYPE/i.test(text)) throw malformed();
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, htmlEntities: true, ignoreDeclaration: true });
  try {
    // The parser is told to give text only, so this is all that it makes.
    return parser.parse(text, true) as Parsed;
  } catch {
    throw malformed();
  }
}

/** All elements called `name` directly inside `parent`. */
export function childrenOf(parent: Parsed | undefined, name: string): readonly Parsed[] {
  const found = childOf(parent, name);
  if (found === undefined) return [];
  return isList(found) ? found : [found];
}

export function childOf(parent: Parsed | undefined, name: string): Parsed | undefined {
  return typeof parent === 'object' && !isList(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
}

export function textOf(parent: Parsed | undefined, name: string): string {
  const found = childOf(parent, name);
  return typeof found === 'string' ? found : '';
}

function isList(value: Parsed): value is readonly Parsed[] {
  return Array.isArray(value);
}

function malformed(): AwsError {
  return new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
}
