import type { Refused } from '../shorthand/index.ts';

export type { Refused };
/** Names with their values as Glue gets them: job arguments carry their leading `--`. */
export type StringMap = Readonly<Record<string, string>>;

export interface PassingContext {
  /** Name of the job, of the workflow for run properties. Default `my-job`. */
  readonly name?: string;
  /** The shell that a command line is quoted for. `powershell-5` stands for every PowerShell before 7.3. Default `posix`. */
  readonly shell?: 'posix' | 'powershell' | 'powershell-5';
  /** Name of the file that `cli-file` writes. Default `arguments.json`. */
  readonly file?: string;
}

/** What styles that write a whole job take besides: CloudFormation, the CDK and Terraform. */
export interface JobContext extends PassingContext {
  /** Arguments that no run may override: written into the map of their own. */
  readonly fixed?: StringMap;
}

export interface Rendering {
  readonly text: string;
  /** Files that the text names. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Whether the values stay, for later runs too; false: they are for one run. */
  readonly saved: boolean;
  readonly notes: readonly string[];
}

/** What `parse` is given besides the text. */
export interface PassingReader {
  /** What `file://…` holds; null when there is no such file. */
  readonly readFile?: (uri: string) => string | null;
  /** The shell that a command line was written for. Default `posix`; PowerShell is read as 7.3 and later do. */
  readonly shell?: 'posix' | 'powershell';
}

export interface Style {
  readonly title: string;
  readonly saved: boolean;
  readonly render: (map: StringMap, context: Required<PassingContext> & Pick<JobContext, 'fixed'>) => Written | Refused;
  /** @throws {PassingError} */
  readonly parse: (text: string, reader: PassingReader) => StringMap;
}
export interface Written {
  readonly text: string;
  readonly files?: Rendering['files'];
  readonly notes?: readonly string[];
}

/** A text that holds no arguments in its style, or some that only a run knows. */
export class PassingError extends Error {
  override readonly name = 'PassingError';
}

/** An empty map for keys that come from outside. */
export function emptyMap(): Record<string, string> {
  return Object.create(null) as Record<string, string>; // Object.create is typed as any.
}

/** A value that was read from JSON, as a map of strings. */
export function stringMapOf(value: unknown): StringMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PassingError('Arguments are an object whose values are strings.');
  const map = emptyMap();
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') throw new PassingError(`The value of '${key}' is no string: Glue takes strings only.`);
    map[key] = inner;
  }
  return map;
}

/** Deeper than any request: the reader of JSON takes disproportionate time for hundreds of thousands of levels. */
const DEEPEST = 1000;

export function jsonOf(text: string): unknown {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:\\[^]|[^"\\])*(?:"|\\?$)|[[\]{}]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > DEEPEST) throw new PassingError(`The JSON has more than ${DEEPEST} levels.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new PassingError('The text is no JSON.');
  }
}

/** What lies under a path of names; undefined where there is nothing. */
export function under(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name) ? Reflect.get(inner, name) : undefined), value);
}
