/** Words that stand for a value that differs between two runs. */
const words = new Set(['timestamp', 'date', 'start-date', 'stop-date', 'snf_role_arn', 'execution-arn', 'state-machine-arn', 'map_run_arn', 'x-amzn-requestid', 'x-amzn-RequestId', 'X-Amzn-Trace-Id', 'RandomNumberGenerated']);
const placeholder = /<+[^<>]{1,80}>+/gu;

export function isWildcard(text: string): boolean {
  return words.has(text) || text.search(placeholder) >= 0;
}

/** Is the value as recorded, placeholders standing for anything? Numbers and texts of JSON count as what they say. */
export function like(seen: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'string') return likeText(seen, wanted);
  if (Array.isArray(wanted)) return Array.isArray(seen) && seen.length === wanted.length && wanted.every((item, i) => like(seen[i], item));
  if (typeof wanted !== 'object' || wanted === null) return seen === wanted;
  if (typeof seen === 'string') return like(parsed(seen), wanted);
  if (typeof seen !== 'object' || seen === null || Array.isArray(seen)) return false;
  const keys = Object.keys(wanted).filter((key) => Reflect.get(wanted, key) !== undefined);
  const own = Object.keys(seen).filter((key) => Reflect.get(seen, key) !== undefined);
  return own.length === keys.length && keys.every((key) => Object.hasOwn(seen, key) && like(Reflect.get(seen, key), Reflect.get(wanted, key)));
}

function likeText(seen: unknown, wanted: string): boolean {
  if (seen === wanted || words.has(wanted)) return true;
  if (typeof seen === 'string' && differsInForm(seen, wanted)) return true;
  if (wanted.search(placeholder) < 0) return false;
  const text = typeof seen === 'string' ? seen : JSON.stringify(seen);
  const pattern = wanted.split(placeholder).map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)).join('.*');
  return new RegExp(`^${pattern}$`, 'su').test(text);
}

/** Texts of JSON inside a record may be written with other blanks, or with placeholders inside. */
function differsInForm(seen: string, wanted: string): boolean {
  const [ours, theirs] = [parsed(seen), parsed(wanted)];
  return typeof ours === 'object' && typeof theirs === 'object' && like(ours, theirs);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
