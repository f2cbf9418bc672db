import { takenByCloudFormation } from './cloudformation.ts';
import { endOfString, jsonString, mapAfter } from './literal-map.ts';
import { unescaped } from './python-literal.ts';
import { block, literal } from './text.ts';
import type { Style } from './types.ts';

export const cdk: Style = {
  title: 'AWS CDK, TypeScript',
  saved: true,
  render(map, { name }) {
    const taken = takenByCloudFormation(map);
    if (taken !== null) return taken;
    // In an object literal the name __proto__ sets the prototype, unless it is computed.
    const entries = Object.entries(map).map(([key, value]) => `${key === '__proto__' ? `[${literal(key)}]` : literal(key)}: ${literal(value)}`);
    const changes = Object.entries(map).some(([key, value]) => key === '__proto__' || key.includes('${Token[') || value.includes('${Token['));
    const [before, open, close] = changes ? [asWritten, 'asWritten(', ')'] : ['', '', ''];
    return { text: `${before}new glue.CfnJob(this, 'Job', {\n  ...properties,\n  name: ${literal(name)},\n  defaultArguments: ${open}${block(entries, '  ')}${close},\n});\n` };
  },
  parse: (text) => mapAfter(text, /\bdefaultArguments\s*:\s*(?:asWritten\()?/, { separator: ':', comments: ['//', '/*'], string: typeScriptString }),
};

// A token that stays itself whenever it is resolved, so that the map is reached by JSON.stringify alone.
const asWritten = `// The CDK drops the name __proto__ when it copies a map, and replaces what starts with \${Token[: this map it writes as it is.
const asWritten = (map: object) => ({
  creationStack: [],
  resolve(context: { registerPostProcessor(it: object): void }) {
    context.registerPostProcessor(this);
    return {};
  },
  postProcess() {
    return this;
  },
  toJSON: () => map,
});

`;

/** Double quotes as in JSON; single quotes have the same escapes as Python's. */
function typeScriptString(text: string, at: number): readonly [string, number] | null {
  if (text[at] !== "'") return jsonString(text, at);
  const end = endOfString(text, at);
  return text[end - 1] === "'" ? [unescaped(text.slice(at + 1, end - 1)), end] : null;
}
