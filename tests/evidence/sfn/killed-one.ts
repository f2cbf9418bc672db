// One share of the kills, in a process of its own: `every INDEX`, `twice INDEX TIMES SEED` or `drawn FROM COUNT EACH`. Prints what they came to.
import { killDrawn, killEverywhere, killTwice, together, type Campaign } from '../../crash/executions/campaign.ts';
import { ends, manners, moments, reactions } from '../../crash/executions/subject.ts';
import { subjects } from '../../crash/executions/subjects.ts';

const [what = '', index = '0', ...more] = process.argv.slice(2);
const [first = 0, second = 0] = more.map(Number);
const place = Number(index);
const subject = subjects[place];

/** With each reaction; how the service names the end, and the moment of the resume, go round. */
async function everywhere(): Promise<Campaign> {
  if (subject === undefined) throw new Error(`There is no subject ${index}.`);
  const found: Campaign[] = [];
  for (const [turn, reaction] of reactions.entries()) {
    const manner = manners.find(({ reaction: other, end, moment }) => other === reaction && end === ends[(place + turn) % ends.length] && moment === moments[(place + turn) % moments.length]);
    if (manner !== undefined) found.push(await killEverywhere(subject, manner));
  }
  return together(...found);
}

async function share(): Promise<Campaign> {
  if (what === 'every') return await everywhere();
  if (what === 'drawn') return await killDrawn(Array.from({ length: first }, (_, at) => place + at), second);
  if (subject === undefined) throw new Error(`There is no subject ${index}.`);
  return await killTwice(subject, first, second);
}

process.stdout.write(JSON.stringify(await share()));
