import { validate } from '../check/validate.ts';
import { readOptions } from './options.ts';
import { countText, problemsText } from './problems.ts';
import { exits, painted, Refusal, textOfFile, type Exit, type World } from './world.ts';

/** `asl validate FILE …` */
export async function validateCommand(world: World, args: readonly string[]): Promise<Exit> {
  const options = readOptions(args, { json: { type: 'boolean' }, express: { type: 'boolean' } });
  if (options.files.length === 0) throw new Refusal('Name the definition to check: asl validate FILE.');
  const checked = [];
  for (const file of options.files) checked.push({ file, problems: validate(await textOfFile(world, file), { type: options.flag('express') ? 'EXPRESS' : 'STANDARD' }).problems });
  const bad = checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  if (options.flag('json')) world.out(`${JSON.stringify({ schemaVersion: 1, files: checked }, null, 2)}\n`);
  else {
    for (const { file, problems } of checked) {
      world.out(problemsText(world, file, problems));
      world.out(problems.length === 0 ? `${file}: ${painted(world, 'green', 'no problems')}\n` : `${file}: ${countText(problems)}\n`);
    }
  }
  return bad ? exits.findings : exits.ok;
}
