// `npm run soak`: every parser of parameters under damaged texts for ten minutes each, or as many seconds as are given.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fuzz } from '../tests/evidence/params/fuzz.ts';
import { root } from './python.ts';

const results = await fuzz(Number(process.argv[2] ?? 600), 2);
const text = `${results.map(({ figure, holds }) => `${holds === true ? 'holds' : 'FALLS SHORT'}: ${figure}`).join('\n')}\n`;
const file = join(root, '.millrace', 'soak.txt');
mkdirSync(join(root, '.millrace'), { recursive: true });
writeFileSync(file, text);
process.stdout.write(`${text}The last figures are in .millrace/soak.txt\n`);
process.exitCode = results.every(({ holds }) => holds === true) ? 0 : 1;
