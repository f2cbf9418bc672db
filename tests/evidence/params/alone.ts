// The package as a stranger gets it, alone: packed, installed by npm into an empty folder, imported, required, type-checked.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report, type Result } from '../report.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const app = mkdtempSync(join(tmpdir(), 'millrace-alone-'));
const results: Result[] = [];
const run = (command: string, args: readonly string[], cwd: string): string => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const use = "JSON.stringify([render('boto3', { '--A': '1' }).saved, parseShorthand('a=1')])";
const says = '[false,{"a":"1"}]';
try {
  run('pnpm', ['pack', '--pack-destination', app], join(root, 'packages/params'));
  const tarball = readdirSync(app).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(app, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }\n');
  run('npm', ['install', '--no-audit', '--no-fund', join(app, tarball)], app);
  const modules = join(app, 'node_modules');
  const installed = readdirSync(modules).filter((name) => !name.startsWith('.')).flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name]));
  const foreign = installed.filter((name) => /^(?:@aws-sdk|@smithy|aws-sdk)/.test(name) || (name.startsWith('@millrace/') && name !== '@millrace/params'));
  results.push({ figure: `installed: ${installed.join(', ')}; AWS clients and other packages of ours: ${foreign.length === 0 ? 'none' : foreign.join(', ')}`, holds: foreign.length === 0 && installed.includes('@millrace/params') });
  writeFileSync(join(app, 'a.mjs'), `import { render, parseShorthand, checkScript } from '@millrace/params';\nconsole.log(${use});\nawait checkScript({ language: 'scala', text: 'object A', file: 'a', declared: null, passed: null, glueVersion: '5.0' });\n`);
  writeFileSync(join(app, 'b.cjs'), `const { render, parseShorthand } = require('@millrace/params');\nconsole.log(${use});\n`);
  writeFileSync(join(app, 'c.ts'), "import { param, resolveParams, render, type StringMap } from '@millrace/params';\nconst map: StringMap = { '--A': '1' };\nconst day = param.date({ default: '2026-01-31' });\nconsole.log(render('cdk', map), resolveParams({ day }, [], null).values);\n");
  const said = ['a.mjs', 'b.cjs'].map((file) => run(process.execPath, ['--disable-warning=ExperimentalWarning', file], app).trim());
  const types = join(root, 'node_modules', '@types');
  run(process.execPath, [join(root, 'tools', 'tsc.mjs'), '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--typeRoots', types, '--types', 'node', 'c.ts'], app);
  results.push({ figure: `import, require (Node ${process.versions.node}) and a strict type check pass`, holds: said.every((text) => text === says) });
} catch (error) {
  results.push({ figure: String(error instanceof Error && 'stdout' in error ? `${error.message} ${String(error.stdout)}` : error).slice(0, 800), holds: false });
} finally {
  rmSync(app, { recursive: true, force: true });
}
report(results);
