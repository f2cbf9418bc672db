import { jsonString, mapAfter } from './literal-map.ts';
import { jsonBlock, literal } from './text.ts';
import type { Refused, StringMap, Style, Written } from './types.ts';

/** CloudFormation itself reads these, wherever they stand. */
export function takenByCloudFormation(map: StringMap): Refused | null {
  const [key, ...others] = Object.keys(map);
  if (key !== undefined && others.length === 0 && /^(?:Ref|Condition|Fn::.*)$/.test(key)) return { refused: `CloudFormation takes an object with the one key '${key}' for a function.`, use: 'boto3' };
  return Object.values(map).some((value) => value.includes('{{resolve:')) ? { refused: "CloudFormation would replace what starts with '{{resolve:'.", use: 'boto3' } : null;
}

/** A template in YAML whose values are written as JSON, which YAML holds. */
export const cloudFormation: Style = {
  title: 'CloudFormation',
  saved: true,
  render(map, { name, fixed }): Written | Refused {
    const taken = takenByCloudFormation(map) ?? takenByCloudFormation(fixed ?? {});
    if (taken !== null) return taken;
    const long = Object.keys(map).some((key) => literal(key).length > 1000);
    const text = `Resources:\n  Job:\n    Type: AWS::Glue::Job\n    Properties:\n      Name: ${literal(name)}\n      DefaultArguments:\n        ${jsonBlock(map, '        ')}\n${fixed === undefined ? '' : `      NonOverridableArguments:\n        ${jsonBlock(fixed, '        ')}\n`}`;
    return { text, notes: long ? ['Some readers of YAML refuse keys of more than 1,024 characters.'] : [] };
  },
  parse: (text) => mapAfter(text, /(?:\bDefaultArguments|"DefaultArguments"|'DefaultArguments')\s*:/, { separator: ':', comments: ['#'], string: jsonString }),
};
