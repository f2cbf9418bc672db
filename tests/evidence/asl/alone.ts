// The package as a stranger gets it, alone: packed, installed by npm into an empty folder, imported, required, type-checked, and its command.
import { alone, foreign, type Stranger } from '../alone.ts';
import { report, type Result } from '../report.ts';

const definition = { QueryLanguage: 'JSONata', StartAt: 'Add', States: { Add: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', Next: 'Call' }, Call: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Arguments: { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t', Message: '{% $string($states.input) %}' }, Output: '{% $states.input %}', TimeoutSeconds: 60, End: true } } };
const broken = { ...definition, StartAt: 'Ad' };
const use = `const { machine } = validate(JSON.stringify(${JSON.stringify(definition)}));\n(async () => console.log(JSON.stringify([machine !== null, (await run(machine, { n: 41 })).output])))();\n`;
const says = '[true,42]';

/** What each call of the command has to end with and to print. */
const calls: readonly { readonly args: readonly string[]; readonly status: number; readonly says: RegExp }[] = [
  { args: ['--help'], status: 0, says: /asl validate FILE/u },
  { args: ['validate', 'machine.json'], status: 0, says: /./su },
  { args: ['validate', 'broken.json'], status: 3, says: /ASL1201/u },
  { args: ['run', 'machine.json', '--input', '{"n":41}'], status: 0, says: /SUCCEEDED[^]*42/u },
  { args: ['run', 'machine.json', '--input', '{"n":[]}'], status: 1, says: /States\.QueryEvaluationError/u },
  { args: ['graph', 'machine.json', '--format', 'mermaid'], status: 0, says: /Call/u },
  { args: ['graph', 'machine.json'], status: 0, says: /<svg/u },
  { args: ['walk', 'machine.json'], status: 2, says: /no command 'walk'/u },
];

function commanded({ write, command }: Stranger): Result {
  write('machine.json', JSON.stringify(definition, null, 2));
  write('broken.json', JSON.stringify(broken, null, 2));
  const wrong = calls.flatMap(({ args, status, says: wanted }) => {
    const seen = command('asl', args);
    return seen.status === status && wanted.test(seen.out + seen.err) ? [] : [`asl ${args.join(' ')} ended ${seen.status ?? 'by a signal'}: ${(seen.out + seen.err).slice(0, 200)}`];
  });
  return { figure: `${calls.length - wrong.length} of ${calls.length} calls of the command end with their exit code and say what they have to: ${calls.map(({ args }) => args.slice(0, 2).join(' ')).join(', ')}${wrong.length === 0 ? '' : `; NOT: ${wrong.join('; ')}`}`, holds: wrong.length === 0 };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;

report(alone('asl', (stranger) => {
  const { installed, bytes, write, node, checkTypes } = stranger;
  const others = foreign('asl', installed);
  write('a.mjs', `import { run, validate } from '@millrace/asl';\n${use}`);
  write('b.cjs', `const { run, validate } = require('@millrace/asl');\n${use}`);
  write('c.ts', "import { createEngine, run, validate, type Ended, type Machine } from '@millrace/asl';\nconst { machine }: { machine: Machine | null } = validate('{}');\nexport const end: Promise<Ended> = run({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }, {}, { tasks: { A: { output: 1, ms: 5 } } });\nexport const engine = createEngine({ random: () => 0 });\nexport const sound = machine !== null;\n");
  const said = ['a.mjs', 'b.cjs'].map(node);
  checkTypes('c.ts');
  return [
    { figure: `installed: ${installed.join(', ')}; AWS clients and other packages of ours: ${others.length === 0 ? 'none' : others.join(', ')}`, holds: others.length === 0 && installed.includes('@millrace/asl') },
    { figure: `import, require (Node ${process.versions.node}) and a strict type check pass${said.every((text) => text === says) ? '' : `; they say ${said.join(' and ')}`}`, holds: said.every((text) => text === says) },
    commanded(stranger),
    { figure: `the tarball ${megabytes(bytes.tarball)}, the package ${megabytes(bytes.own)}, all that is installed ${megabytes(bytes.all)} in ${installed.length} packages`, holds: true },
  ];
}));
