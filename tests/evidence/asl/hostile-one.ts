// One hostile definition or input in a process of its own: `hostile-one.ts NUMBER`. Prints how it ended and what it took as JSON.
import { attacks } from './hostile/attacks.ts';

const attack = attacks[Number(process.argv[2])];
if (attack === undefined) throw new Error(`There are ${attacks.length} attacks.`);
const work = attack.prepare();
const [from, before] = [performance.now(), process.cpuUsage()];
const ended = await work();
const [ms, { user, system }] = [performance.now() - from, process.cpuUsage(before)];
process.stdout.write(JSON.stringify({ ended, ms: Math.round(ms), processor: Math.round((user + system) / 1000) }));
