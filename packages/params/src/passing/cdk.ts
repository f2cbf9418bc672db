import { takenByCloudFormation } from './cloudformation.ts';
import { endOfString, jsonString, mapAfter } from './literal-map.ts';
import { unescaped } from './python-literal.ts';
import { block, literal } from './text.ts';
import type { StringMap, Style } from './types.ts';

export const cdk: Style = {
  title: 'AWS CDK, TypeScript',
  saved: true,
  render(map, { name, fixed }) {
    const taken = takenByCloudFormation(map) ?? takenByCloudFormation(fixed ?? {});
    if (taken !== null) return taken;
    const changes = [map, fixed ?? {}].some((each) => Object.entries(each).some(([key, value]) => key === '__proto__' || key.includes('${Token[') || value.includes('${Token[')));
    const [before, open, close] = changes ? [asWritten, 'asWritten(', ')'] : ['', '', ''];
    const member = (key: string, each: StringMap): string => `  ${key}: ${open}${block(entries(each), '  ')}${close},\n`;
    return { text: `${before}new glue.CfnJob(this, 'Job', {\n  ...properties,\n  name: ${literal(name)},\n${member('defaultArguments', map)}${fixed === undefined ? '' : member('nonOverridableArguments', fixed)}});\n` };
  },
  parse: (text) => mapAfter(text, /\bdefaultArguments\s*:\s*(?:asWritten\()?/, { separator: ':', comments: ['//', '/*'], string: typeScriptString }),
};

// In an object literal the name __proto__ sets the prototype, unless it is computed.
const entries = (map: StringMap): string[] => Object.entries(map).map(([key, value]) => `${key === '__proto__' ? `[${literal(key)}]` : literal(key)}: ${literal(value)}`);

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
