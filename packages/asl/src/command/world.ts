import { styleText } from 'node:util';

/** What the command sees of the machine it runs on. */
export interface World {
  /** Rejects with an error that has a `code`, as Node's file system does. */
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
  /** All of standard input. */
  input(): Promise<string>;
  out(text: string): void;
  err(text: string): void;
  /** Of the terminal, or 80. */
  readonly columns: number;
  readonly colour: boolean;
  readonly signal: AbortSignal;
}

/** How the command ends. Source of the numbers: the commands of this project all use them. */
export const exits = { ok: 0, failure: 1, usage: 2, findings: 3, interrupted: 130 } as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** Ends the command with a sentence that says what to do. */
export class Refusal extends Error {
  readonly exit: Exit;
  constructor(message: string, exit: Exit = exits.usage) {
    super(message);
    this.exit = exit;
  }
}

export function painted(world: Pick<World, 'colour'>, look: Parameters<typeof styleText>[0], text: string): string {
  return world.colour ? styleText(look, text, { validateStream: false }) : text;
}

/** The text of a file, or of standard input for `-`. */
export async function textOfFile(world: World, path: string): Promise<string> {
  if (path === '-') return world.input();
  try {
    return await world.read(path);
  } catch (error) {
    throw new Refusal(unreadable(path, error));
  }
}

function unreadable(path: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `There is no file '${path}'.`;
  if (code === 'EISDIR') return `'${path}' is a folder: name a file in it.`;
  if (code === 'EACCES' || code === 'EPERM') return `'${path}' may not be read: look at its permissions.`;
  return `'${path}' cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}

export async function writeFile(world: World, path: string, text: string): Promise<void> {
  try {
    await world.write(path, text);
  } catch (error) {
    throw new Refusal(unwritable(path, error));
  }
}

function unwritable(path: string, error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `'${path}' cannot be written: its folder does not exist.`;
  if (code === 'EISDIR') return `'${path}' is a folder: name a file in it.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `'${path}' may not be written: look at its permissions.`;
  return `'${path}' cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
}
