// Loaded with --import: breaks one line of one compiler file as it is loaded. Nothing on disk changes.
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const { file, find, put } = JSON.parse(process.env.MILLRACE_DEFECT ?? '{}');
let broken = false;

registerHooks({
  load(url, context, next) {
    if (file === undefined || !url.endsWith(file)) return next(url, context);
    const source = readFileSync(fileURLToPath(url), 'utf8');
    if (source.split(find).length !== 2) throw new Error(`the defect does not fit: ${JSON.stringify(find)} stands ${source.split(find).length - 1} times in ${file}`);
    broken = true;
    return { format: 'module', shortCircuit: true, source: stripTypeScriptTypes(source.replace(find, () => put)) };
  },
});
process.on('exit', () => {
  if (file !== undefined && !broken) process.exitCode = 70;
});
