#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it says what is missing before anything newer is loaded. What the command reads and writes
// of the machine is here; all else is given it.
import * as fs from 'node:fs/promises';
import * as nodeModule from 'node:module';

const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
const fits = major >= 26 || (major === 24 && minor >= 15) || (major === 22 && (minor > 22 || (minor === 22 && patch >= 2)));

if (fits) {
  nodeModule.enableCompileCache?.();
  const { main } = await import('../dist/command/main.js');
  const stop = new AbortController();
  // Only what waits has to be told; everything else ends at once, as any program does.
  if (process.argv.includes('--real-time')) process.once('SIGINT', () => stop.abort('interrupted'));
  // A reader that has seen enough, such as head, is no failure.
  process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.exitCode = await main(process.argv.slice(2), {
    read: (path) => fs.readFile(path, 'utf8'),
    write: (path, text) => fs.writeFile(path, text),
    input: async () => {
      let text = '';
      for await (const part of process.stdin.setEncoding('utf8')) text += part;
      return text;
    },
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    columns: Math.min(Math.max(process.stdout.columns || 80, 40), 120),
    colour: isColoured(process.env),
    signal: stop.signal,
  });
} else {
  process.stderr.write(`asl needs Node ^22.22.2, ^24.15.0 or >=26, and this is ${process.version}: install a newer Node (https://nodejs.org) and run the command again.\n`);
  process.exitCode = 2;
}

/** See https://no-color.org; FORCE_COLOR asks for colours where there is no terminal. */
function isColoured({ NO_COLOR, FORCE_COLOR, TERM }) {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}
