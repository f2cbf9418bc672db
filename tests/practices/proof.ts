import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Practice, Upheld } from '@millrace/facts';
import ts from 'typescript';

/** What is missing from a row: an enforcement, a test that exists, or a finding that its test speaks of. Nothing where the row holds. */
export function faultsOf({ id, targets, upheld }: Practice, root: string, codes: ReadonlySet<string>): readonly string[] {
  if (targets.length === 0) return [`${id} is of no target`];
  if (upheld.length === 0) return [`${id} is upheld by nothing`];
  return upheld.flatMap((one) => faultsIn(one, root, codes).map((fault) => `${id}: ${fault}`));
}

function faultsIn({ by, codes: named, test }: Upheld, root: string, known: ReadonlySet<string>): readonly string[] {
  const path = join(root, test.file);
  if (!existsSync(path)) return [`there is no ${test.file}`];
  const text = readFileSync(path, 'utf8');
  return [
    ...(testsIn(test.file, text).has(test.name) ? [] : [`${test.file} has no test '${test.name}'`]),
    ...((by === 'diagnostic') === named.length > 0 ? [] : [`${by} with ${named.length} codes`]),
    ...named.filter((code) => !known.has(code)).map((code) => `no catalogue has ${code}`),
    ...named.filter((code) => ![text, ...fixturesOf(path, text)].some((one) => one.includes(code))).map((code) => `${test.file} does not speak of ${code}`),
  ];
}

/** The cases of a test may stand in a fixture beside it. */
const fixturesOf = (path: string, text: string): readonly string[] => [...text.matchAll(/from '(\.\/[\w.-]+\.fixture\.ts)'/g)].map(([, file = '']) => readFileSync(join(dirname(path), file), 'utf8'));

/** The names of the tests of a file that run: `it('…')`, `test.each(…)('…')` and the like, but none that is skipped or still to be written. */
export function testsIn(file: string, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && first !== undefined && ts.isStringLiteralLike(first) && isTest(node.expression)) names.add(first.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false));
  return names;
}

const AWAY = new Set(['skip', 'todo', 'fails', 'skipIf', 'runIf']);

/** Is what is called `it` or `test`, or made of it by `.each(…)`, `.concurrent` and the like? */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test';
  if (ts.isPropertyAccessExpression(callee)) return !AWAY.has(callee.name.text) && isTest(callee.expression);
  return ts.isCallExpression(callee) && isTest(callee.expression);
}
