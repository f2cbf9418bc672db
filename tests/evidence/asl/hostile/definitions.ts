// Definitions that are meant to hang or crash a validator.
import type { Json } from '@millrace/asl';
import { checked, end, machine, nested, repeated, yaml, type Attack, type Fields } from './attack.ts';

const tooDeep = /\bASL1003\b/u;
const tooLong = /\bASL1004\b/u;
const notJson = /\bASL1001\b/u;
const refused = /^ASL1\d{3}/u;

function itself(): Json {
  const states: { [name: string]: Json } = { A: end };
  states['B'] = states;
  return machine(states);
}

/** Sixty levels of lists that hold the one below twice: as JSON it has no end that anybody would see. */
const shared = (): Json => nested(60, end, (inner) => [inner, inner]);
const parallels = (levels: number): Json => nested(levels, machine({ A: end }), (inner) => machine({ P: { Type: 'Parallel', Branches: [inner], End: true } }));
const pass = (more: Fields): Json => machine({ A: { ...end, ...more } });
const choice = (rule: Json): Json => machine({ C: { Type: 'Choice', Choices: [rule], Default: 'D' }, D: end });
const own = (text: string): Json => JSON.parse(text) as Json; // JSON.parse gives JSON

export const definitions: readonly Attack[] = [
  checked('lists in lists, 100,000 deep, as text', () => '['.repeat(100_000) + ']'.repeat(100_000), tooDeep),
  checked('objects in objects, 100,000 deep, without an end', () => '{"a":'.repeat(100_000), /\bASL100[13]\b/u),
  checked('a million opening brackets', () => '['.repeat(1_000_000), /\bASL100[134]\b/u),
  checked('a value that nests 100,000 deep', () => machine({ A: { ...end, Result: nested(100_000, 1, (inner) => [inner]) } }), tooDeep),
  checked('a value that holds itself', itself, tooDeep),
  checked('a value that shares its parts until it has no end', () => machine({ A: { ...end, Result: shared() } }), tooLong),
  checked('two megabytes of blanks', () => ' '.repeat(2_000_000), tooLong),
  checked('branches in branches, 300 deep', () => parallels(300), /\bASL1003\b|\bASL1110\b/u),
  checked('a name of 500,000 characters', () => machine({ ['x'.repeat(500_000)]: end }), /\bASL1109\b/u),
  checked('a name of 500,000 characters beyond the basic plane, and it is not there', () => ({ StartAt: '𝒳'.repeat(250_000), States: { A: end } }), /\bASL1201\b/u),
  checked('100,000 keys that are all the same', () => `{${repeated(100_000, () => '"a":1').join(',')}}`, refused),
  checked('20,000 states that nothing leads to', () => machine(Object.fromEntries(repeated(20_000, (n) => [`S${n}`, end]))), /\bASL1202\b/u),
  checked('18,000 states, each with the name of no state behind it', () => machine(Object.fromEntries(repeated(18_000, (n) => [`S${n}`, { Type: 'Pass', Next: `T${n}` }]))), /\bASL1201\b/u),
  checked('40,000 fields that are almost right', () => machine({ A: Object.fromEntries([['Type', 'Pass'], ['End', true], ...repeated(40_000, (n): [string, Json] => [`Resutl${n}`, 1])]) }), /\bASL1102\b/u),
  checked('10,000 retriers that are all wrong', () => machine({ A: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Parameters: { TopicArn: 'x', Message: 'x' }, Retry: repeated(10_000, () => ({ ErrorEquals: ['States.ALL'], BackoffRate: 0 })), End: true } }), refused),
  checked('6,000 actions that are almost right', () => machine(Object.fromEntries(repeated(6000, (n) => [`S${n}`, { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:glue:startJobRunn${n}`, Next: `S${(n + 1) % 6000}` }]))), /./u),
  checked('rules in rules, 400 deep', () => choice(nested(400, { Variable: '$.a', IsNull: true }, (inner) => ({ Not: inner }))), /./u),
  checked('10,000 rules, each with a path of filters', () => machine({ C: { Type: 'Choice', Choices: repeated(8000, (n) => ({ Variable: `$.a[?(@.b == ${n})]`, IsNull: true, Next: 'D' })), Default: 'D' }, D: end }), /./u),
  checked('brackets in JSONata, 200,000', () => machine({ A: { ...end, Output: `{% ${'('.repeat(200_000)} %}` } }, { QueryLanguage: 'JSONata' }), /\bASL1301\b/u),
  checked('lists in lists of JSONata, 100,000 deep and closed', () => machine({ A: { ...end, Output: `{% ${'['.repeat(100_000)}${']'.repeat(100_000)} %}` } }, { QueryLanguage: 'JSONata' }), /\bASL1301\b/u),
  checked('a sum of 100,000 parts in JSONata', () => machine({ A: { ...end, Output: `{% ${'1+'.repeat(100_000)}1 %}` } }, { QueryLanguage: 'JSONata' }), /./u),
  checked('300,000 comments that JSONata never ends', () => machine({ A: { ...end, Output: `{% ${'/*'.repeat(300_000)} %}` } }, { QueryLanguage: 'JSONata' }), /\bASL1301\b/u),
  checked('a regular expression of 300,000 brackets', () => machine({ A: { ...end, Output: `{% $match("a", /${'('.repeat(300_000)}/) %}` } }, { QueryLanguage: 'JSONata' }), /\bASL1301\b/u),
  checked('50,000 different expressions', () => machine({ A: { ...end, Output: repeated(50_000, (n) => `{%$sum(a${n})%}`) } }, { QueryLanguage: 'JSONata' }), /^sound ASL/u),
  checked('a path of 500,000 steps', () => pass({ InputPath: `$${'.a'.repeat(500_000)}` }), /./u),
  checked('filters in filters, 100,000 deep', () => pass({ InputPath: `$${'[?(@'.repeat(100_000)}` }), refused),
  checked('brackets in a filter, 100,000 deep and closed', () => pass({ InputPath: `$[?(${'('.repeat(100_000)}@.a${')'.repeat(100_000)})]` }), refused),
  checked('calls of intrinsic functions, 20,000 deep', () => pass({ Parameters: { 'a.$': `${'States.Array('.repeat(20_000)}${')'.repeat(20_000)}` } }), refused),
  checked('100,000 arguments of an intrinsic function', () => pass({ Parameters: { 'a.$': `States.Array(${repeated(100_000, () => '$.a').join(',')})` } }), /./u),
  checked('300 states that each assign one variable and read all', () => machine(Object.fromEntries(repeated(300, (n) => [`S${n}`, { Type: 'Pass', Assign: { [`v${n}`]: 1 }, Output: `{% [${repeated(300, (m) => `$v${m}`).join(',')}] %}`, ...(n === 299 ? { End: true } : { Next: `S${n + 1}` }) }])), { QueryLanguage: 'JSONata' }), /./u),
  checked('an ARN of 500,000 parts', () => machine({ A: { Type: 'Task', Resource: `arn${':aws'.repeat(250_000)}`, End: true } }), /./u),
  checked('a time of 500,000 digits', () => machine({ A: { Type: 'Wait', Timestamp: `${'1'.repeat(500_000)}-01-01T00:00:00Z`, End: true } }), refused),
  checked('states that are named as members of every object', () => own('{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","Next":"constructor"},"constructor":{"Type":"Pass","Next":"toString"},"toString":{"Type":"Succeed"}}}'), /^sound/u),
  checked('fields that are named as members of every object', () => own('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"__proto__":{"Type":"Task"},"hasOwnProperty":1}}}'), /\bASL1102\b/u),
  checked('a type and a service that are named as members of every object', () => own('{"StartAt":"A","States":{"A":{"Type":"constructor","End":true},"B":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:__proto__:constructor","End":true}}}'), /\bASL1108\b/u),
];

const laughs = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${repeated(9, (n) => `a${n + 1}: &a${n + 1} [${repeated(10, () => `*a${n}`).join(', ')}]\n`).join('')}`;

export const yamlDefinitions: readonly Attack[] = [
  yaml('a billion laughs', () => `StartAt: A\nStates:\n  A: { Type: Pass, End: true }\nx:\n  ${laughs.trimEnd().replaceAll('\n', '\n  ')}`, notJson),
  yaml('an alias to what holds it', () => 'StartAt: A\nStates: &s\n  A: { Type: Pass, End: true }\n  B: *s\n', /\bASL100[13]\b/u),
  yaml('merge keys that merge each other', () => `a0: &a0 { a: 1 }\n${repeated(2000, (n) => `a${n + 1}: &a${n + 1}\n  <<: [*a${n}, *a${n}]\n`).join('')}`, /./u),
  yaml('lists in lists, 50,000 deep', () => '['.repeat(50_000), /\bASL100[134]\b/u),
  yaml('lists in lists by dashes, 50,000 deep', () => `${'- '.repeat(50_000)}a`, /\bASL100[134]\b/u),
  yaml('maps in maps by blanks, 1,000 deep', () => repeated(1000, (n) => `${' '.repeat(n)}a:\n`).join(''), /\bASL100[134]\b/u),
  yaml('questions in questions, 50,000 deep', () => '? '.repeat(50_000), /\bASL100[134]\b/u),
  yaml('keys behind keys in one line', () => 'a: '.repeat(30_000), /\bASL100[134]\b/u),
  yaml('300,000 anchors', () => '&a '.repeat(300_000), /\bASL100[14]\b/u),
  yaml('250,000 tags', () => '!!a '.repeat(250_000), /\bASL100[14]\b/u),
  yaml('quotes without an end', () => `a: "${'\\u0041'.repeat(150_000)}`, notJson),
  yaml('a million quotes', () => "'".repeat(1_000_000), /\bASL100[0-9]\b/u),
  yaml('a folded text of 900,000 empty lines', () => `a: >\n${'\n'.repeat(900_000)}  b\n`, /./u),
  yaml('250,000 documents', () => '---\n'.repeat(250_000), /\bASL100[14]\b/u),
  yaml('100,000 directives', () => '%YAML 1.2\n'.repeat(100_000), /\bASL100[14]\b/u),
  yaml('500,000 comments', () => '#\n'.repeat(500_000), /\bASL100[0-9]\b/u),
  yaml('30,000 keys that are all the same', () => 'a: 1\n'.repeat(30_000), refused),
  yaml('tabs and returns', () => '\t\r'.repeat(400_000), /\bASL100[0-9]\b/u),
  yaml('braces in braces, 30,000 deep', () => '{a: '.repeat(30_000), /\bASL100[134]\b/u),
  yaml('an object of the language as a key', () => 'StartAt: A\n__proto__: { StartAt: B }\nStates:\n  A: { Type: Pass, End: true, constructor: { prototype: 1 } }\n', refused),
];
