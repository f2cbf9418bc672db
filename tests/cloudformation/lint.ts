import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { python } from '../../tools/python.ts';

/** Whether cfn-lint is in the virtual environment of the checks (`tools/python/checks.txt`). */
export const hasLinter = (): boolean => spawnSync(python, ['-c', 'import cfnlint']).status === 0;

/** What cfn-lint says of templates, errors and warnings, a line each that begins with the template's number, from 1. */
export function lint(...templates: readonly unknown[]): readonly string[] {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-lint-'));
  try {
    const files = templates.map((_, index) => join(dir, `${index + 1}.json`));
    for (const [index, template] of templates.entries()) writeFileSync(files[index] ?? '', JSON.stringify(template, null, 2));
    const ran = spawnSync(python, ['-c', 'from cfnlint.runner import main; main()', '--format', 'parseable', '--', ...files], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    return `${ran.stdout}${ran.stderr}`.split('\n').filter((line) => line !== '').map((line) => line.replaceAll(`${dir}/`, ''));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
