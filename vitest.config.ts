import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their sources, so no build is needed before a test.
const conditions = ['@millrace/source'];
const seeded = fileURLToPath(new URL('tools/seeded-fast-check.ts', import.meta.url));

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  plugins: [
    {
      name: 'seeded-fast-check',
      enforce: 'pre',
      // Everyone but the module itself gets the library with its seed.
      resolveId: (source, importer) => (source === 'fast-check' && importer !== seeded ? seeded : null),
    },
  ],
  test: {
    include: ['packages/**/src/**/*.test.ts', 'apps/**/src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts', 'examples/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // By default one processor is left out: of two that is half of the machine.
    maxWorkers: '100%',
    // Only a test that hangs takes so long: many start processes, which take their time on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
