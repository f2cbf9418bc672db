// A pipeline with six different mistakes, as TypeScript and as YAML: six diagnostics with file, line and column, exit 3, no stack.
import { folder, stackLines } from '../cli/millrace.ts';
import { missing, typescript, yaml } from '../cli/mistakes.ts';
import { report, type Result } from './report.ts';

const results: Result[] = [];
for (const broken of [typescript, yaml]) {
  const here = folder({ [broken.file]: broken.text });
  try {
    const { code, out, err } = await here.millrace('check');
    const untold = missing(out, broken);
    const stack = stackLines(out + err).length;
    const told = broken.mistakes.length - untold.length;
    results.push({ figure: `${broken.file}: ${told} of ${broken.mistakes.length} mistakes told with file, line and column; exit ${code ?? 'none'}; ${stack} lines of a stack`, holds: told === 6 && code === 3 && stack === 0 && out.includes('6 errors') });
  } finally {
    here.remove();
  }
}
report(results);
