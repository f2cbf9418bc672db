import type { Io } from './io.ts';

/** One option of a command, in commander's notation. */
export interface OptionSpec {
  readonly flags: string;
  readonly help: string;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
}
/** A command as data: the program, its help and its completion are made from this table. `load` brings the code only when it is used. */
export interface CommandSpec {
  readonly name: string;
  readonly arguments?: string;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly load: () => Promise<{ readonly run: CommandRun }>;
}
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
export type CommandRun = (io: Io, args: readonly string[], options: Options) => Promise<number>;

const file: OptionSpec = { flags: '-f, --file <path>', help: 'pipeline file (default: pipeline.ts, pipeline.yaml or pipeline.yml here)' };
const env: OptionSpec = { flags: '-e, --env <name>', help: 'environment of millrace.config.ts (default: local)' };
const local: OptionSpec = { flags: '--local', help: 'the same as --env local: the embedded AWS on this machine' };
const target: OptionSpec = { flags: '-t, --target <target>', help: 'glue or sfn', choices: ['glue', 'sfn'] };
const yes: OptionSpec = { flags: '-y, --yes', help: 'do not ask' };
const verbose: OptionSpec = { flags: '-v, --verbose', help: 'generated helper jobs too' };
const place = [file, env, local] as const;
const values = [
  { flags: '-p, --param <name=value>', help: 'a parameter of this run', repeatable: true },
  { flags: '--values <file>', help: 'JSON file with values of the environment' },
  { flags: '--saved <file>', help: 'what `aws glue get-job` answers: saved arguments' },
] as const satisfies readonly OptionSpec[];

export const commands: readonly CommandSpec[] = [
  {
    name: 'advise',
    summary: 'recommend an orchestrator, with reasons',
    options: [
      { flags: '--answers <file>', help: 'answers as JSON' },
      { flags: '--from <pipeline>', help: 'pipeline file: its needs can rule a target out' },
      { flags: '--table', help: 'print the comparison table' },
      { flags: '--schema', help: 'print the JSON Schema of an answers file' },
    ],
    examples: [['millrace advise --answers answers.json', 'rank the three orchestrators'], ['millrace advise --table', 'what each is, with sources and dates']],
    load: () => import('./commands/advise.ts'),
  },
  {
    name: 'check',
    summary: 'problems and portability, on every target at once',
    options: [file, env, local, target, { flags: '--strict', help: 'warnings, degraded features and open practices count as findings too' }, { flags: '--practices', help: "how the practices of AWS's guidance are upheld" }],
    examples: [['millrace check', 'all problems with file, line and column; exit 3 if no target takes it'], ['millrace check --target sfn', 'exit 3 when this target refuses it'], ['millrace check --strict --json', 'for a build server'], ['millrace check --practices --target sfn', 'timeouts, payloads, roles … : what was found here, and what upholds it']],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'build',
    summary: 'write the artifacts of a target',
    options: [...place, target, { flags: '--format <format>', help: 'native (default) or cloudformation', choices: ['native', 'cloudformation'] }, { flags: '-o, --out <folder>', help: 'where to (default: .millrace/build/<target>)' }],
    examples: [['millrace build --env prod --target glue --format cloudformation', 'a template, the objects beside it, and the commands that deploy both'], ['millrace build --target sfn', 'the state machine as JSON and as YAML, and its resources']],
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'graph',
    summary: 'draw the pipeline, or what a run made of it',
    options: [
      ...place,
      { flags: '-t, --target <target>', help: 'with the jobs that this target generates', choices: ['glue', 'sfn'] },
      { flags: '-r, --run <run>', help: 'states and durations of a run, or of the `latest`' },
      { flags: '--format <format>', help: 'mermaid or svg (default: mermaid; svg for a run or a target)', choices: ['mermaid', 'svg'] },
      { flags: '-o, --out <file>', help: 'write to a file' },
    ],
    examples: [
      ['millrace graph --format svg -o graph.svg', 'a picture for a document, in light and dark'],
      ['millrace graph --local --run latest -o run.svg', 'how the newest run went'],
      ['millrace graph --target glue -o glue.svg', 'with gates, bridges and their delay'],
    ],
    load: () => import('./commands/graph.ts'),
  },
  {
    name: 'bootstrap',
    summary: 'print the stack that an administrator creates once',
    options: [file, env, { flags: '-o, --out <file>', help: 'write to a file' }],
    examples: [['millrace bootstrap --env prod --out bootstrap.json', 'buckets, a role that deploys, and the boundary of created roles']],
    load: () => import('./commands/bootstrap.ts'),
  },
  {
    name: 'diff',
    summary: 'what a deploy would change',
    options: [...place, target, { flags: '--exit-code', help: 'exit 4 when there are differences' }, { flags: '-o, --out <file>', help: 'keep the plan, for `millrace deploy --plan`' }],
    examples: [['millrace diff --env prod --out plan.json', 'a plan that somebody else approves'], ['millrace diff --env prod --exit-code', 'drift found in CI']],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'deploy',
    summary: 'create or update what the pipeline needs',
    options: [...place, target, { flags: '--plan <file>', help: 'make exactly the changes of a plan that `millrace diff --out` kept' }, yes],
    examples: [['millrace deploy --env prod --plan plan.json', 'what was approved, and nothing else'], ['millrace deploy --local --target glue --yes', 'onto the embedded AWS']],
    load: () => import('./commands/deploy.ts'),
  },
  {
    name: 'run',
    summary: 'start a run and follow it',
    options: [...place, ...values, { flags: '-s, --step <name>', help: 'the job of one step alone: nothing else starts, and it is part of no run' }, { flags: '--detach', help: 'start only' }, verbose],
    examples: [
      ['millrace run --local -p day=2026-01-31', 'with a parameter'],
      ['millrace run --env prod --detach', 'start and leave'],
      ['millrace run --local --step clean -p day=2026-01-31', 'the job of one step alone, with the values that a run would give it'],
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'status',
    arguments: '[run]',
    summary: 'the runs, or one run step by step',
    options: [...place, { flags: '-n, --limit <count>', help: 'how many runs (default: 10)' }, verbose],
    examples: [['millrace status --local', 'the newest runs'], ['millrace status 20260131t020000-abc234 --json', 'one run as data']],
    load: () => import('./commands/status.ts'),
  },
  { name: 'watch', arguments: '[run]', summary: 'follow a run until it ends', options: [...place, verbose], examples: [['millrace watch --local', 'the newest run that is live, else the newest']], load: () => import('./commands/watch.ts') },
  {
    name: 'logs',
    arguments: '[run]',
    summary: 'what the jobs printed',
    options: [...place, { flags: '-s, --step <name>', help: 'one step (default: all that ran)' }, { flags: '--attempt <n>', help: 'one attempt (default: the last)' }, { flags: '--follow', help: 'until the run ends' }],
    examples: [['millrace logs --local --step clean', 'one step of the newest run'], ['millrace logs --env prod --follow', 'all jobs as they print']],
    load: () => import('./commands/logs.ts'),
  },
  {
    name: 'history',
    arguments: '[run]',
    summary: 'the runs of the last days, or what happened in one, in order',
    options: [...place, { flags: '--days <count>', help: 'how far back (default: 7)' }, { flags: '-n, --limit <count>', help: 'how many runs at most (default: 50)' }],
    examples: [['millrace history --env prod --days 30', 'how each run ended, how long it took, and what failed'], ['millrace history 20260131t020000-abc234', 'attempts, skips and why, continuations; why steps failed']],
    load: () => import('./commands/history.ts'),
  },
  { name: 'stop', arguments: '[run]', summary: 'stop a run; it can be resumed', options: [...place, { flags: '-y, --yes', help: 'of several live runs take the newest' }], examples: [['millrace stop --local', 'the live run; with several, name one or add --yes for the newest']], load: () => import('./commands/stop.ts') },
  {
    name: 'resume',
    arguments: '[run]',
    summary: 'continue a failed or stopped run, keeping what succeeded',
    options: [...place, yes, { flags: '--plan', help: 'print the plan and stop there' }, { flags: '--rewind-bookmarks', help: 'set job bookmarks that this run moved back to where they stood before' }, { flags: '--detach', help: 'start only' }, verbose],
    examples: [
      ['millrace resume --local --plan', 'what would run again of the newest run that went wrong, what is kept'],
      ['millrace resume --env prod --rewind-bookmarks', 'what runs again reads its input anew'],
    ],
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'rollback',
    summary: 'let runs start with an earlier version of the state machine',
    options: [...place, { flags: '--to <version>', help: 'its number (default: the one before the live one)' }, { flags: '--list', help: 'print the versions, newest first, and stop there' }, yes],
    examples: [['millrace rollback --env prod --list', 'versions, when each was deployed, and which one is live'], ['millrace rollback --env prod --yes', 'jobs and scripts stay as they are; the next deploy goes forward again']],
    load: () => import('./commands/rollback.ts'),
  },
  { name: 'destroy', summary: 'remove everything that deploy made', options: [...place, yes], examples: [['millrace destroy --local --yes', 'run folders stay']], load: () => import('./commands/destroy.ts') },
  {
    name: 'local',
    arguments: '[action]',
    summary: 'the embedded AWS: up, status, down, reset, s3 or setup',
    options: [{ flags: '--port <port>', help: 'port on 127.0.0.1; 0 takes a free one (default: 4747)' }, { flags: '--dir <folder>', help: 'its state (default: .millrace/local)' }, { flags: '--spark', help: 'setup: install Spark for Spark jobs (needs Java; about 500 MB)' }, yes],
    examples: [['millrace local up', 'start it in the background'], ['AWS_ENDPOINT_URL=http://127.0.0.1:4747 aws glue get-jobs', 'use it with the AWS CLI']],
    load: () => import('./commands/local.ts'),
  },
  {
    name: 'params',
    arguments: '[action] [input]',
    summary: 'job parameters: show, render, parse, codegen or check',
    options: [
      ...place,
      ...values,
      { flags: '--style <style>', help: 'render, parse: way of passing, such as cli-json (parse: else what the text shows)' },
      { flags: '--job <name>', help: 'render: a step, for its arguments, or any job' },
      { flags: '--shell <shell>', help: 'render, parse: what a command line is quoted for', choices: ['posix', 'powershell', 'powershell-5'] },
      { flags: '--language <language>', help: 'codegen: of the accessors', choices: ['python', 'scala', 'typescript'] },
      { flags: '-o, --out <file>', help: 'codegen: write to a file' },
      { flags: '--glue-version <version>', help: 'check: rules of this version (default: 5.1)' },
    ],
    examples: [
      ['millrace params show --env prod -p day=2026-01-31', 'each value and where it came from'],
      ['millrace params render --style cli-shorthand --job sales', 'a command line for these values'],
      ['millrace params parse line.txt', 'what a text passes; without a file, or with -, that of standard input'],
      ['millrace params codegen --language python -o orders_params.py', 'typed accessors for the job'],
      ['millrace params check', 'do the scripts read what is passed? exit 3 if not'],
    ],
    load: () => import('./commands/params.ts'),
  },
  { name: 'doctor', summary: 'is this machine ready', options: [env, local], examples: [['millrace doctor', 'Node, Python with boto3, the folder, the port']], load: () => import('./commands/doctor.ts') },
  { name: 'explain', arguments: '[code]', summary: 'what a diagnostic means and how to mend it', options: [], examples: [['millrace explain MR1004', 'works offline'], ['millrace explain ASL2001', 'a finding in a state machine, which `check --practices` names']], load: () => import('./commands/explain.ts') },
];
