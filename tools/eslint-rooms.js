// The import table as a lint rule: it sees static and dynamic imports and re-exports, and resolves relative paths.
import { dirname, resolve, sep } from 'node:path';
import { forbidden, rooms } from './rooms.ts';

const root = dirname(import.meta.dirname);
const folders = Object.keys(rooms).sort((a, b) => b.length - a.length);
const roomOf = (file) => folders.find((folder) => file.startsWith(resolve(root, folder) + sep)) ?? null;

function complaint(source, file) {
  const folder = roomOf(file);
  if (folder === null) return null;
  if (source.startsWith('.')) return resolve(dirname(file), source).startsWith(resolve(root, folder) + sep) ? null : 'Import another package by its name: this path leaves the package.';
  if (/^@millrace\/[^/]+\/(?!package\.json$)/.test(source)) return 'Import the public entry point of a package.';
  const name = /^(@millrace\/[^/]+|millrace)(\/|$)/.exec(source)?.[1];
  if (name !== undefined && forbidden(folder).includes(name)) return `${folder} may not import ${name}: see the table in ARCHITECTURE.md.`;
  if (source.startsWith('@aws-sdk/') && !file.split(sep).includes('aws')) return 'AWS clients are loaded only in folders named `aws`; give the room a port instead.';
  return null;
}

/** @type {import('eslint').ESLint.Plugin} */
export default {
  rules: {
    imports: {
      meta: { type: 'problem', schema: [] },
      create(context) {
        const look = (node) => {
          const source = node.source?.value;
          const message = typeof source === 'string' ? complaint(source, context.filename) : null;
          if (message !== null) context.report({ node, message });
        };
        return { ImportDeclaration: look, ImportExpression: look, ExportNamedDeclaration: look, ExportAllDeclaration: look };
      },
    },
  },
};
