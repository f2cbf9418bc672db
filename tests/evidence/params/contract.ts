// The contract check on scripts with seeded faults and on correct ones.
import { checkScript } from '@millrace/params';
import { examples } from '../../../packages/params/src/contract/test/scripts.ts';
import { report } from '../report.ts';

const correct = [...examples('correct-python.txt', 'python'), ...examples('correct-scala.txt', 'scala')];
const faulty = examples('faulty.txt', null);
const loud: string[] = [];
for (const { title, script } of correct) if ((await checkScript(script)).length > 0) loud.push(title);
const missed: string[] = [];
for (const { title, script, expected } of faulty) {
  const found = (await checkScript(script)).map(({ line, code, name }) => `${line} ${code} ${name}`.trim());
  if (expected.length === 0 || expected.some((one) => !found.includes(one)) || found.length !== expected.length) missed.push(title);
}
const of = (language: string): number => correct.filter(({ script }) => script.language === language).length;
report([
  { figure: `${faulty.length - missed.length} of ${faulty.length} scripts with seeded faults: each fault found in its line, nothing else told${missed.length === 0 ? '' : `; missed: ${missed.join(', ')}`}`, holds: missed.length === 0 && faulty.length >= 40 },
  { figure: `${correct.length - loud.length} of ${correct.length} correct scripts (${of('python')} Python, ${of('scala')} Scala) without a finding${loud.length === 0 ? '' : `; told: ${loud.join(', ')}`}`, holds: loud.length === 0 && correct.length >= 60 },
]);
