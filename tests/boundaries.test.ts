import { ESLint } from 'eslint';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { rooms } from '../tools/rooms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

async function complaints(file: string, code: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: root, overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { project: null } } }], ruleFilter: ({ ruleId }) => ['rooms/imports', 'no-restricted-properties', 'no-restricted-syntax', 'no-restricted-globals'].includes(ruleId) });
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

describe('the import table', () => {
  let folders: string[];
  beforeAll(() => {
    const list = (folder: string): string[] => readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`).filter((path) => existsSync(`${root}${path}/package.json`));
    folders = [...list('packages'), ...list('packages/orchestrators'), ...list('apps')];
  });

  it('names every package that exists, and only those', () => {
    expect(folders.length).toBeGreaterThan(10);
    expect(Object.keys(rooms).sort()).toEqual(folders.sort());
  });

  it('sees every source file of every room', async () => {
    const eslint = new ESLint({ cwd: root });
    for (const folder of folders) {
      expect(await eslint.isPathIgnored(`${folder}/src/index.ts`)).toBe(false);
      // ESLint types a computed configuration as any.
      const config = (await eslint.calculateConfigForFile(`${folder}/src/index.ts`)) as { readonly rules: Readonly<Record<string, readonly unknown[]>> };
      expect(config.rules['rooms/imports']?.[0]).toBe(2);
    }
  });

  it('lets a room import what its row names', async () => {
    expect(await complaints('packages/core/src/index.ts', "import '@millrace/params';")).toEqual([]);
    expect(await complaints('packages/workload/src/aws/x.ts', "import '@aws-sdk/client-glue';")).toEqual([]);
  });

  it.each([
    ['packages/core/src/index.ts', "import '@millrace/deploy';"],
    ['packages/params/src/index.ts', "import '@millrace/core';"],
    ['packages/asl/src/index.ts', "import '@millrace/core';"],
    ['packages/orchestrators/glue/src/index.ts', "import '@millrace/sfn';"],
    ['packages/local/src/index.ts', "import '@millrace/deploy';"],
    ['packages/deploy/src/index.ts', "import '@aws-sdk/client-s3';"],
    ['packages/core/src/index.ts', "import '@millrace/params/src/declaration.ts';"],
    ['packages/core/src/graph/index.ts', 'export const now = Date.now();'],
    ['packages/decision/src/index.ts', "import 'node:fs';"],
    ['packages/core/src/index.ts', "import '../../deploy/src/index.ts';"],
    ['packages/core/src/index.ts', "export * from '@millrace/deploy';"],
    ['packages/core/src/index.ts', "await import('@millrace/deploy');"],
    ['packages/deploy/src/index.ts', "await import('@aws-sdk/client-s3');"],
    ['packages/core/src/graph/index.ts', 'export const now = performance.now();'],
    ['packages/core/src/graph/index.ts', 'export const now = Date();'],
    ['packages/asl/src/index.ts', "import { env } from 'node:process'; export const e = env;"],
    ['packages/asl/src/index.ts', "import { randomUUID } from 'node:crypto'; export const r = randomUUID();"],
    ['packages/asl/src/index.ts', "export const f = await import('node:fs');"],
  ])('catches in %s: %s', async (file, code) => {
    expect(await complaints(file, code)).not.toEqual([]);
  });
});
