import { createRequire } from 'node:module';
import { nearest } from '../check/nearest.ts';
import { exits, Refusal, type Exit, type World } from './world.ts';

type Command = (world: World, args: readonly string[]) => Promise<Exit>;

/** Each is loaded when it is called, so that help is there at once. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['run', async () => (await import('./run.ts')).runCommand],
  ['validate', async () => (await import('./validate.ts')).validateCommand],
  ['graph', async () => (await import('./graph.ts')).graphCommand],
  ['test', async () => (await import('./test.ts')).testCommand],
]);

const help = `Runs, checks, draws and tests state machines in the Amazon States Language.

  asl validate FILE...          problems of definitions, with line and column
  asl run FILE                  one execution on a virtual clock, with history
  asl graph FILE                a picture: SVG or Mermaid
  asl test MOCKS                the cases of a mock file, and their coverage

Definitions are JSON or YAML; - reads standard input. Without mocks, tasks
answer their arguments.

  --input JSON|@FILE            the input of the execution; {} by default
  --mocks FILE#CASE             answers of tasks, in the format that AWS Step
                                Functions Local took (run, graph)
  --now INSTANT                 when the virtual clock starts (run, graph)
  --real-time                   wait truly (run, graph)
  --json                        one JSON document (validate, run, test)
  --all                         the whole history (run)
  --svg FILE                    a picture of the execution, too (run)
  --express                     rules of Express state machines (validate)
  --format svg|mermaid          (graph)
  --out FILE                    write there, not to standard output (graph)
  --title TEXT                  above the picture (graph)
  --definition FILE             what the cases run; by default NAME.asl.json or
                                NAME.asl.yaml beside the mock file (test)
  --machine NAME                cases of this state machine alone (test)
  --states N, --branches N      fail below this percentage (test)
  --help, --version

Exit codes: 0 it succeeded, 1 it did not, 2 wrong usage, 3 the definition or
the mock file has errors, 130 interrupted. NO_COLOR turns colours off.
`;

/** The command `asl`. Gives its exit code; never throws for what it was given. */
export async function main(args: readonly string[], world: World): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined) throw new Refusal(`Name a command: ${[...commands.keys()].join(', ')}. asl --help says more.`);
    if (['help', '--help', '-h'].includes(name) || rest.includes('--help') || rest.includes('-h')) {
      world.out(help);
      return exits.ok;
    }
    if (name === '--version' || name === '-v') {
      world.out(`${versionOf()}\n`);
      return exits.ok;
    }
    const command = commands.get(name);
    if (command !== undefined) return await (await command())(world, rest);
    const meant = nearest(name, commands.keys());
    throw new Refusal(`There is no command '${name}'.${meant === null ? ` There are ${[...commands.keys()].join(', ')}.` : ` Is '${meant}' meant?`}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    world.err(`asl: ${error.message}\n`);
    return error instanceof Refusal ? error.exit : exits.failure;
  }
}

function versionOf(): string {
  // Our own file, which has a version.
  return (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version;
}
