import { defineConfig } from 'tsdown';

// The door is bundled (commander inside), every command is a chunk of its own that loads when it is used; our packages stay outside.
export default defineConfig({
  entry: { main: 'src/main.ts', index: 'src/index.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  dts: false,
  clean: true,
  fixedExtension: false,
  deps: { alwaysBundle: ['commander'], neverBundle: [/^@millrace\//, /^@aws-sdk\//, 'jiti', '@dagrejs/dagre'] },
});
