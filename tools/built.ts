// Whether what is built is what the sources say: asking the build tool takes longer than looking at the files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './python.ts';

const stamp = join(root, '.millrace', 'build-stamp');

/** True when no file of sources or results was touched since `rememberBuild`. */
export function isBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest();
}

export function rememberBuild(): void {
  mkdirSync(join(root, '.millrace'), { recursive: true });
  writeFileSync(stamp, digest());
}

function digest(): string {
  const hash = createHash('sha256').update(process.version);
  const look = (path: string): void => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  for (const name of ['pnpm-lock.yaml', 'tsconfig.base.json', 'turbo.json']) look(join(root, name));
  for (const above of ['packages', 'packages/orchestrators', 'apps']) {
    for (const one of readdirSync(join(root, above)).sort()) {
      const folder = join(root, above, one);
      if (!existsSync(join(folder, 'package.json'))) continue;
      for (const inside of readdirSync(folder).sort()) {
        if (inside === 'node_modules' || inside.startsWith('.')) continue;
        const path = join(folder, inside);
        if (statSync(path).isDirectory()) for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()) look(join(path, name));
        else look(path);
      }
    }
  }
  return hash.digest('hex');
}
