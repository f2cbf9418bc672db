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
    if (Object.entries(map).flat().some((text) => text.includes('${Token['))) return { refused: "The CDK would replace what starts with '${Token['.", use: 'boto3' };
    // In an object literal the name __proto__ sets the prototype, unless it is computed.
    const entries = Object.entries(map).map(([key, value]) => `${key === '__proto__' ? `[${literal(key)}]` : literal(key)}: ${literal(value)}`);
    return { text: `new glue.CfnJob(this, 'Job', {\n  ...properties,\n  name: ${literal(name)},\n  defaultArguments: ${block(entries, '  ')},\n});\n` };
  },
  parse: (text) => mapAfter(text, /\bdefaultArguments\s*:/, { separator: ':', comment: '//', string: typeScriptString }),
};

/** Double quotes as in JSON; single quotes have the same escapes as Python's. */
function typeScriptString(text: string, at: number): readonly [string, number] | null {
  if (text[at] !== "'") return jsonString(text, at);
  const end = endOfString(text, at);
  return text[end - 1] === "'" ? [unescaped(text.slice(at + 1, end - 1)), end] : null;
}
