import type { AccessorDeclaration } from '../codegen/index.ts';
import { didYouMean } from '../did-you-mean.ts';
import { getResolvedOptions, ResolvedOptionsError } from '../resolved-options/index.ts';
import { argumentOwner } from '../names.ts';
import { show } from '../problem.ts';
import { argumentText } from '../text.ts';
import { misuse } from './compare-types.ts';
import type { Finding, ScriptToCheck } from './finding.ts';
import { GIVEN_BY_GLUE, isSpecial } from './names.ts';
import type { Asked, Call, Reading, Unasked } from './reading.ts';
import { WORDS_HINT, wordFaults } from './words.ts';

/** A finding before its offset becomes a line. */
export type Found = Omit<Finding, 'file' | 'line' | 'col'> & { readonly at: number };

interface Facts {
  readonly declared: ReadonlyMap<string, AccessorDeclaration>;
  /** Null when nobody said what is passed. */
  readonly passed: ReadonlyMap<string, string | null> | null;
  readonly scala: boolean;
  readonly script: ScriptToCheck;
}

/** What does not fit between a script and what is known about its arguments. */
export function compare(reading: Reading, script: ScriptToCheck): Found[] {
  if (reading.gaveUp) return [{ code: 'MR2410', severity: 'info', at: 0, name: '', message: 'the script is more than can be followed, so nothing in it was compared', hint: 'Ask for options in a file of their own.' }];
  const passed = script.passed === null ? null : new Map(Object.entries(script.passed).map(([name, value]) => [name.replace(/^--/, ''), value]));
  const facts: Facts = { declared: new Map(Object.entries(script.declared ?? {})), passed, scala: script.language === 'scala', script };
  return [
    ...reading.calls.flatMap((call) => [...calls(call), ...(call.letters === null ? reserved(call) : []), ...letters(call, facts), ...call.asked.flatMap((asked) => [...dashed(asked), ...kept(asked, facts), ...(call.letters === null ? missing(asked, call, facts) : []), ...refused(asked, facts)]), ...abbreviated(call, facts), ...overreaching(call, facts)]),
    ...reading.unasked.map((each) => unasked(each, facts)).filter((each) => each !== null),
    ...uses(reading, facts),
    ...unused(reading, facts),
  ];
}

function calls(call: Call): Found[] {
  const found: Found[] = [];
  if (call.unread !== null) found.push({ code: 'MR2410', severity: 'info', at: call.unread, name: '', message: 'the list of options is made while the script runs; its names could not be read here', hint: 'Names that are written as text are checked.' });
  if (call.dropsFirst) found.push({ code: 'MR2409', severity: 'error', at: call.at, name: '', message: 'the words are passed without the script, so that getResolvedOptions leaves out the first argument', hint: 'Pass sys.argv as it is.' });
  return found;
}

// The rules are those of the parser itself, name by name and then for names that occur twice.
function reserved(call: Call): Found[] {
  const seen = new Set<string>();
  return call.asked.flatMap((asked): Found[] => {
    const again = seen.has(asked.name) && asked.certain;
    if (asked.certain) seen.add(asked.name);
    const fault = again ? `'${asked.name}' is in the list twice` : refusal([asked.name]);
    return fault === null ? [] : [{ code: 'MR2404', severity: 'error', at: asked.at, name: asked.name, message: again ? fault : `${show(asked.name)} may not be asked for: ${fault}`, hint: again ? 'Take one of them out.' : 'Take it out of the list; what is built in is in the result anyway.' }];
  });
}

function refusal(names: readonly string[]): string | null {
  const words = names.flatMap((name) => [`--${name}`, 'x']);
  return failure(['script', ...words], names, '6.0', ['RuntimeError', 'ArgumentError', 'ValueError']);
}

function failure(argv: readonly string[], names: readonly string[], glueVersion: ScriptToCheck['glueVersion'], kinds: readonly string[]): string | null {
  try {
    getResolvedOptions(argv, names, { glueVersion });
    return null;
  } catch (thrown) {
    if (thrown instanceof ResolvedOptionsError) return kinds.includes(thrown.kind) ? thrown.message : null;
    throw thrown;
  }
}

function dashed(asked: Asked): Found[] {
  if (asked.name.startsWith('--')) return [{ code: 'MR2408', severity: 'error', at: asked.at, name: asked.name, message: `${show(asked.name)} has dashes in front: the argument would have to be ----${asked.name.slice(2)}`, hint: `Ask for '${asked.name.replace(/^-+/, '')}'.` }];
  if (!asked.name.includes('-') || isSpecial(asked.name) || refusal([asked.name]) !== null) return [];
  return [{ code: 'MR2408', severity: 'warning', at: asked.at, name: asked.name, message: `${show(asked.name)} has a dash`, hint: `Use '${asked.name.replaceAll('-', '_')}' here and where it is passed.` }];
}

function missing(asked: Asked, call: Call, { passed, declared, script }: Facts): Found[] {
  const { name } = asked;
  const known = passed ?? (script.declared === null ? null : declared);
  if (known === null || !asked.certain || !call.ofJob || known.has(name) || call.added.has(name) || GIVEN_BY_GLUE.has(name) || name.startsWith('MILLRACE_') || name.startsWith('--') || refusal([name]) !== null) return [];
  if (isSpecial(name) && passed === null) return [];
  const own = new Set(call.asked.map((other) => other.name));
  // What is registered itself is taken for nothing else.
  if (before6(script) && [...known.keys()].some((each) => each !== '' && !own.has(each) && name.startsWith(each))) return [];
  const others = [...known.keys()].filter((each) => !own.has(each));
  const near = didYouMean(name, others);
  const hint = near !== null ? `Did you mean '${near}'?` : declared.has(name) ? `It is declared: pass --${name} with a value.` : `Pass --${name}, or ask for it only if it is there.`;
  return [{ code: 'MR2401', severity: 'error', at: asked.at, name, message: `'${name}' is asked for and ${passed === null ? 'not declared' : 'not passed'}`, hint }];
}

/** A text in place of the list: Python goes through its letters. That is right only if each of them is passed. */
function letters(call: Call, { passed, declared, script }: Facts): Found[] {
  const known = passed ?? (script.declared === null ? null : declared);
  const { letters: text } = call;
  if (text === null || (new Set(text).size === text.length && (known === null ? text.length === 1 : [...text].every((letter) => known.has(letter))))) return [];
  return [{ code: 'MR2401', severity: 'error', at: call.asked[0]?.at ?? call.at, name: text, message: `the list of names is the text ${show(text)}, which asks for each of its letters`, hint: `Write ['${text}'].` }];
}

/** Names that Glue keeps, or reads as settings of the job, and that look like names of a script's own. */
function kept({ name, at }: Asked, { passed }: Facts): Found[] {
  if (passed?.has(name) === false || !['debug', 'mode', 'endpoint', 'conf', 'class'].includes(name)) return [];
  const setting = argumentOwner(name) === 'setting';
  return [{ code: 'MR2404', severity: setting ? 'warning' : 'error', at, name, message: setting ? `'${name}' is a setting of the job, which Glue reads itself` : `'${name}' is a name that Glue keeps for itself, and that no job may be passed`, hint: 'Choose another name, here and where it is passed.' }];
}

function unasked({ name, at, how, known }: Unasked, { passed, declared }: Facts): Found | null {
  const underscored = name.replaceAll('-', '_');
  const near = known.includes(underscored) ? underscored : didYouMean(name, known);
  const meant = near === null ? `Add '${name}' to the list of getResolvedOptions.` : `Did you mean '${near}'?`;
  if (how === 'attribute') return { code: 'MR2403', severity: 'error', at, name, message: `the result is a dictionary, which has no attribute ${show(name)}`, hint: `Write ['${near ?? name}'].` };
  if (how === 'key') return { code: 'MR2403', severity: 'error', at, name, message: `${show(name)} is read, and was not asked for`, hint: meant };
  // Without a name that it could stand for, looking for it may be a precaution.
  if ((near === null || name.length < 2) && passed?.has(name) !== true && !declared.has(name)) return null;
  return { code: 'MR2403', severity: 'warning', at, name, message: `${show(name)} is looked up, and was not asked for: it is never there`, hint: meant };
}

function before6({ glueVersion }: ScriptToCheck): boolean {
  return Number.parseInt(glueVersion, 10) < 6;
}

const BUILT_IN_OPTIONS = ['job-bookmark-option', 'continuation-option', 'job-bookmark-from', 'job-bookmark-to', 'JOB_ID', 'JOB_RUN_ID', 'SECURITY_CONFIGURATION', 'encryption-type', 'enable-data-lineage', 'RedshiftTempDir', 'TempDir', 'help'];

function abbreviated(call: Call, { passed, declared, script }: Facts): Found[] {
  const known = passed ?? declared;
  if (!before6(script) || !call.ofJob) return [];
  const own = new Set(call.asked.map(({ name }) => name));
  const registered = [...own, ...BUILT_IN_OPTIONS];
  return [...known.keys()].flatMap((name): Found[] => {
    if (name === '' || registered.includes(name)) return [];
    const longer = registered.filter((each) => each.startsWith(name));
    const [first] = longer;
    if (first === undefined) return [];
    const target = call.asked.find((asked) => asked.name === first);
    const what = longer.length > 1 ? `is refused: it could be ${longer.join(' or ')}` : `is taken for '${first}'`;
    return [{ code: 'MR2405', severity: 'error', at: target?.at ?? call.at, name, message: `the argument --${name} ${what} (Glue ${script.glueVersion} takes beginnings of names for names)`, hint: 'Ask for it too, rename one of them, or use Glue 6.0.' }];
  });
}

function refused(asked: Asked, { passed, declared, script, scala }: Facts): Found[] {
  const { name } = asked;
  const declaration = declared.get(name);
  const samples = [passed?.get(name), ...(declaration === undefined ? [] : [...declaration.values, declaration.default])];
  for (const sample of samples) {
    if (sample === null || sample === undefined || typeof sample === 'object') continue;
    const text = argumentText(sample);
    // Scala's parser is documented to behave as Python's does.
    const fault = text.startsWith('-') && refusal([name]) === null ? failure(['script', `--${name}`, text], [name], scala ? '5.1' : script.glueVersion, ['GlueArgumentError', 'SystemExit']) : null;
    if (fault !== null) return [{ code: 'MR2407', severity: 'error', at: asked.at, name, message: `a value of '${name}' begins with a dash, which the parser refuses: ${show(text)}`, hint: WORDS_HINT }];
  }
  return [];
}

/** Values that do harm among all the words of the job, also where nobody asks for them. */
function overreaching(call: Call, { passed, scala, script }: Facts): Found[] {
  if (passed === null || !call.ofJob) return [];
  const certain = call.asked.filter((asked) => asked.certain);
  const place = (name: string): number => call.asked.find((asked) => asked.name === name)?.at ?? call.at;
  return [call.asked, certain].flatMap((asked) => wordFaults(Object.fromEntries(passed), asked.map(({ name }) => name), scala ? '5.1' : script.glueVersion)).map((fault): Found => ({ ...fault, severity: 'error', at: place(fault.name) }));
}

function uses(reading: Reading, { passed, declared, scala }: Facts): Found[] {
  return reading.uses.flatMap((use): Found[] => {
    const fault = misuse(use, declared.get(use.name) ?? null, passed?.get(use.name) ?? null, scala);
    return fault === null ? [] : [{ code: 'MR2406', severity: use.as === 'compared' || use.as === 'truth' ? 'warning' : 'error', at: use.at, name: use.name, message: fault.why, hint: fault.hint }];
  });
}

function unused(reading: Reading, { passed, script }: Facts): Found[] {
  const [first] = reading.calls;
  if (passed === null || first === undefined || reading.readsWords || reading.calls.some(({ unread }) => unread !== null)) return [];
  const asked = new Set([...reading.mentioned, ...reading.calls.flatMap((call) => [...call.asked.map(({ name }) => name), ...(call.letters === null ? [] : [call.letters])])]);
  return [...passed.keys()].filter((name) => !asked.has(name) && !isSpecial(name) && !(before6(script) && [...asked].some((each) => each.startsWith(name)))).map((name): Found => {
    const near = didYouMean(name, [...asked].filter((each) => !passed.has(each)));
    return { code: 'MR2402', severity: 'warning', at: first.at, name, message: `--${name} is passed and never asked for`, hint: near === null ? 'Ask for it, or stop passing it.' : `Did you mean '${near}'?` };
  });
}
