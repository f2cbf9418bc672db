#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it says what is missing before anything newer is loaded.
import * as nodeModule from 'node:module';

const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
const fits = major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));
if (fits) {
  nodeModule.enableCompileCache?.();
  const { main } = await import('../dist/main.js');
  await main();
} else {
  process.stderr.write(`millrace needs Node ^22.22.2, ^24.15.0 or >=26, and this is ${process.version}: install a newer Node (https://nodejs.org) and run the command again.\n`);
  process.exitCode = 2;
}
