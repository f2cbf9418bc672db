// `npm run soak`: every parser of parameters and every reader of state machines under damaged texts for ten minutes each, or as many seconds as are given.
import { fuzzReaders } from '../tests/evidence/asl/fuzz.ts';
import { fuzz, grow } from '../tests/evidence/params/fuzz.ts';
import { rememberSoak } from '../tests/evidence/params/soak.ts';

const seconds = Number(process.argv[2] ?? 600);
const results = [await fuzz(seconds), await fuzzReaders(seconds), await grow()];
process.stdout.write(`${rememberSoak(new Date(), results)}\nThe last figures are in .millrace/soak.txt\n`);
process.exitCode = results.every(({ holds }) => holds === true) ? 0 : 1;
