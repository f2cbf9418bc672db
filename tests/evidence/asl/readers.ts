// Every reader of the language, with texts that it takes: what fuzzing damages.
import { run, validate, type Json } from '@millrace/asl';
import { advised } from '../../../packages/asl/src/check/advised.fixture.ts';
import { forbidden } from '../../../packages/asl/src/check/forbidden.fixture.ts';
import { StateError } from '../../../packages/asl/src/engine/errors.ts';
import { callIntrinsic, compileIntrinsic, intrinsicNames, IntrinsicSyntaxError } from '../../../packages/asl/src/intrinsics/index.ts';
import { compilePath, PathSyntaxError, readPath } from '../../../packages/asl/src/json-path/index.ts';
import { scopeOf } from '../../../packages/asl/src/json-path/scope.fixture.ts';

export interface Reader {
  readonly whole: readonly string[];
  /** Pieces that damage is made of, besides those of `pieces`. */
  readonly pieces: readonly string[];
  /** What it throws besides errors that `expected` knows is a fault. */
  readonly read: (text: string) => void | Promise<void>;
}

export function expected(error: unknown): boolean {
  return error instanceof PathSyntaxError || error instanceof IntrinsicSyntaxError || error instanceof StateError;
}

const input: Json = { a: [{ b: 1, c: 'x' }, { b: 2.5, c: null }, { b: true, d: [1, [2, 3]] }], s: 'ab,cd', n: 7, e: {}, '😀': { 'a.b': [] } };
const scope = scopeOf(input, { context: { Execution: { Name: 'run' } }, variables: { v: [1, 2, 3], w: { x: 'y' } } });

const definitions = [...forbidden, ...advised].map(({ definition }) => definition).filter((definition) => JSON.stringify(definition).length < 3000);

/** A plain writer of YAML in blocks: enough of the language for damage to reach most of its reader. */
function yamlOf(value: Json, indent = ''): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}\n`;
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value) ? (value as readonly Json[]).map((item) => ['-', item] as const) : Object.entries(value).map(([key, item]) => [`${/^[A-Za-z]\w*$/u.test(key) ? key : JSON.stringify(key)}:`, item] as const); // Array.isArray gives any[]
  if (entries.length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n';
  return `\n${entries.map(([head, item]) => `${indent}${head}${yamlOf(item, `${indent}  `)}`).join('')}`;
}

const checked = (format: 'json' | 'yaml') => (text: string): void => {
  const { machine, problems } = validate(text, { format });
  if ((machine === null) !== problems.some(({ severity }) => severity === 'error')) throw new Error('a definition without errors, or one with errors that is taken');
  const outside = problems.find(({ at }) => at !== null && (at.offset < 0 || at.offset > text.length));
  if (outside !== undefined) throw new Error(`a problem outside of the text: ${outside.code}`);
};

const paths = ['$', '$.a[0].b', "$['a'][*]['c']", '$..b', '$.a[?(@.b > 1 && @.c == null)]', '$.a[-1:]', '$.a[0,2].b', '$$.Execution.Name', '$v[1]', '$.a[?(!(@.d) || @.c =~ "x")].b', "$['😀']['a.b']", '$.a[0:3:2]', '$..[?(@.b)]', "$.e['x','y']"];
const calls = [
  "States.Format('{} is {}', $.s, $.n)", 'States.StringToJson(States.JsonToString($.a))', 'States.Array(1, null, true, $.a[0])', 'States.ArrayPartition($.a, 2)', "States.ArrayContains($v, 2)", 'States.ArrayRange(1, 9, 2)', 'States.ArrayGetItem($.a, 1)',
  'States.ArrayLength($.a)', 'States.ArrayUnique($v)', "States.Base64Encode('x')", "States.Base64Decode('eA==')", "States.Hash($.s, 'SHA-256')", 'States.JsonMerge($.e, $w, false)', 'States.MathRandom(1, 9)', 'States.MathAdd($.n, -3)', "States.StringSplit($.s, ',')", 'States.UUID()',
];
const expressions = [
  '$states.input.a[b > 1].c', '$sum([1, $states.input.n])', '$map($states.input.a, function($v, $i) { $v.b & $string($i) })', '$states.input.a ~> |$|{"z": 1}|', '{"x": $states.input.s, "y": [1..5]}', '$states.input.a{$string(b): $count($)}', '$match($states.input.s, /(a|b)+,?/i)',
  '($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(9))', '$sort($states.input.a.b)', "$replace('aXb', /X/, '-')", '$partition([1..9], 2)', '$range(0, 9, 3)', "$hash('x', 'MD5')", '$parse("{\\"a\\":[1]}")', '$states.input.**.b', '$states.input.a@$x.b#$i[$i > 0]', '$fromMillis(0, "[Y]-[M01]")', '$formatNumber(12.5, "#0.00")', '$each($states.input, function($v, $k) { $k })', '$states.input.a.b.%', '`a b` ? 1 : -2e3 % 7', '$zip([1,2],[3,4]) ~> $append(1)', '$type($states) = "object" and not false', '$spread($merge([{"a":1},{"b":2}]))', '$split("a b", " ") ~> $join("-")', '/[a-z]{2,3}\\d*?$/("ab1")',
];

/** Damage for all of them. */
export const pieces = ['{', '}', '[', ']', '(', ')', '"', "'", '\\', ':', ',', '.', '..', '$', '$$', '*', '**', '?', '@', '#', '%', '&', '|', '~>', '!', '=', '<', '-', '+', '/', '^', '`', ' ', '\n', '\t', '\r', '\u0000', '\ud800', '😀', '\ufeff', '0', '-1', '1e999', '9'.repeat(30), 'null', 'true', '__proto__', 'constructor', ''];

export const readers: Readonly<Record<string, Reader>> = {
  JSON: { whole: definitions.map((one) => JSON.stringify(one, null, 1)), pieces: ['{%', '%}', '"Type":', '"States":{', '"Next":"A"', '//', '/*', '\\u00', 'States.Array('], read: checked('json') },
  YAML: { whole: definitions.map((one) => yamlOf(one)), pieces: ['- ', '? ', ': ', '&a ', '*a', '<<: ', '!!map ', '!Sub ', '|-\n', '>+\n', '---\n', '...\n', '%YAML 1.1\n', '  ', '"\n', '{%', '%}', '~'], read: checked('yaml') },
  JSONPath: {
    whole: paths, pieces: ['[?(', ')]', '@.', '==', '&&', '||', '=~', '[*]', '[::', '[0,', "['", "']", '.length()', '!('],
    read: (text) => {
      readPath(compilePath(text), scope);
    },
  },
  intrinsics: {
    whole: calls, pieces: ['States.', '{}', '\\{', "\\'", ...intrinsicNames, '(,', ', '],
    read: (text) => {
      callIntrinsic(compileIntrinsic(text), scope);
    },
  },
  JSONata: {
    whole: expressions, pieces: ['$states', 'function($a) {', '[1..', '..', ':=', '~> |', '/(a', ')*/', '/* ', ' */', '%.', '@$x', '#$i', 'in ', 'and ', '$eval(', '<a:s>', '{%', '%}', ...['sum', 'map', 'reduce', 'pad', 'replace', 'split', 'toMillis', 'formatNumber', 'string', 'sort', 'match', 'single', 'lookup', 'error'].map((name) => `$${name}(`)],
    read: async (text) => {
      const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass', Output: `{%${text}%}`, End: true } } };
      validate(definition);
      const { status } = await run(definition, input);
      if (status !== 'SUCCEEDED' && status !== 'FAILED') throw new Error(`an execution that ends ${status}`);
    },
  },
};
