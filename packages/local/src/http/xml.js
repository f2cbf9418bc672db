import { XMLParser } from 'fast-xml-parser';
import { AwsError } from '../host/types.js';
export function renderXml(root, namespace) {
    const [name, content] = root;
    const opening = namespace === null ? name : `${name} xmlns="${namespace}"`;
    return `<?xml version="1.0" encoding="UTF-8"?>\n<${opening}>${inside(content)}</${name}>`;
}
function inside(content) {
    if (typeof content !== 'object')
        return escaped(String(content));
    return content.map(([name, child]) => `<${name}>${inside(child)}</${name}>`).join('');
}
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
function escaped(text) {
    // eslint-disable-next-line no-control-regex -- control characters are what is meant
    return text.replace(/[&<>"'\u0000-\u001f]/g, (character) => entities[character] ?? `&#${character.charCodeAt(0)};`);
}
/** A document as nested records of text. */
export function parseXml(body) {
    const text = new TextDecoder().decode(body);
    if (/<!DOCTYPE/i.test(text))
        throw malformed();
    const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, htmlEntities: true, ignoreDeclaration: true });
    try {
        // The parser is told to give text only, so this is all that it makes.
        return parser.parse(text, true);
    }
    catch {
        throw malformed();
    }
}
/** All elements called `name` directly inside `parent`. */
export function childrenOf(parent, name) {
    const found = childOf(parent, name);
    if (found === undefined)
        return [];
    return isList(found) ? found : [found];
}
export function childOf(parent, name) {
    return typeof parent === 'object' && !isList(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
}
export function textOf(parent, name) {
    const found = childOf(parent, name);
    return typeof found === 'string' ? found : '';
}
function isList(value) {
    return Array.isArray(value);
}
function malformed() {
    return new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
}
