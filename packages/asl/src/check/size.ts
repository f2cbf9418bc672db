import type { Json } from '../engine-types.ts';
import { byteLength } from '../json.ts';
import type { Report } from './problem.ts';
import { deepest } from './text/json-text.ts';

/** Source: Step Functions developer guide, "Service quotas". */
const mostBytes = 1_048_576;
/** JSON of the largest size has fewer values. */
const mostValues = mostBytes;

/** Tells a definition that is too large or nested too deeply, which also ends one that holds itself. true: it was told. */
export function measured(definition: Json, report: Report): boolean {
  if (typeof definition === 'string') return definition.length > mostBytes / 3 && byteLength(definition) > mostBytes && tellLarge(report);
  const shape = shapeOf(definition);
  if (shape === 'deep') {
    report('ASL1003', '', `The definition nests values more than ${deepest} levels deep.`, 'Make its parameters and outputs flatter, or move parts into state machines of their own.');
    return true;
  }
  if (shape > mostValues) return tellLarge(report);
  return shape * 6 > mostBytes / 4 && byteLength(JSON.stringify(definition)) > mostBytes && tellLarge(report);
}

function tellLarge(report: Report): true {
  report('ASL1004', '', `The definition is larger than ${mostBytes} bytes.`, 'Move literal data to S3, or parts into state machines of their own.');
  return true;
}

/** About a sixth of the characters of the JSON at least, or that it is too deep; without recursion. */
function shapeOf(definition: Json): number | 'deep' {
  let count = 0;
  let open: readonly Json[] = [definition];
  for (let depth = 0; open.length > 0 && count <= mostValues; depth++) {
    if (depth > deepest) return 'deep';
    const next: Json[] = [];
    for (const value of open) {
      count += typeof value === 'string' ? 1 + value.length / 4 : 1;
      if (typeof value === 'object' && value !== null) for (const item of Object.values<Json>(value)) next.push(item);
      if (count + next.length > mostValues) return count + next.length + 1;
    }
    open = next;
  }
  return count;
}
