import { factOf, type Declaration, type Declarations } from './declaration.ts';
import { nameOwner, PARAM_NAME } from './names.ts';
import { LOOKS, parseValue } from './parse.ts';
import { show, written, type ParamProblem } from './problem.ts';
import { broken, ruleFault } from './rules.ts';
import { SECRET_HINT, secretIn, secretOf } from './secrets.ts';

/** Everything wrong with the declarations themselves, in their order: names, enum values, rules, defaults that are not of their type. */
export function checkDeclarations(declarations: Declarations): ParamProblem[] {
  return Object.entries(declarations).flatMap(([name, declaration]) => [
    ...checkName(name), ...checkEnum(name, declaration), ...checkRules(name, declaration), ...checkDefault(name, declaration),
  ]);
}

/** MR2001 and MR2002: what no parameter of any version of Glue may be called. */
export function checkName(name: string): ParamProblem[] {
  if (!PARAM_NAME.test(name)) {
    return [{ code: 'MR2001', name, message: `parameter name ${show(name)} is not allowed`, hint: 'Use a letter, then up to 63 letters, digits or underscores.' }];
  }
  const owner = nameOwner(name);
  if (owner === null) return [];
  const why = owner === 'Glue' ? 'Glue sets or reads it in every job' : 'Millrace passes its own arguments under it';
  return [{ code: 'MR2002', name, message: `parameter name '${name}' belongs to ${owner}: ${why}`, hint: 'Choose another name.' }];
}

function checkEnum(name: string, { type, values }: Declaration): ParamProblem[] {
  if (type !== 'enum') {
    return values.length === 0 ? [] : [{ code: 'MR2004', name, message: `parameter '${name}' has values but is of type ${type}`, hint: 'Make its type enum, or remove its values.' }];
  }
  if (values.length === 0) return [{ code: 'MR2004', name, message: `enum parameter '${name}' has no values`, hint: "List the allowed words in 'values'." }];
  const twice = values.find((word, index) => values.indexOf(word) !== index);
  if (twice !== undefined) return [{ code: 'MR2004', name, message: `enum parameter '${name}' lists ${show(twice)} twice`, hint: 'Remove one of them.' }];
  const kind = values.map(secretIn).find((found) => found !== null);
  return kind === undefined ? [] : [secretProblem(name, kind, 'a word of its enum')];
}

function checkRules(name: string, declaration: Declaration): ParamProblem[] {
  const fault = ruleFault(declaration);
  return fault === null ? [] : [{ code: 'MR2005', name, message: `parameter '${name}' ${fault}`, hint: 'Correct the rule, or leave it out.' }];
}

function checkDefault(name: string, declaration: Declaration): ParamProblem[] {
  const { type, default: given } = declaration;
  if (given === null || (type === 'enum' && declaration.values.length === 0)) return [];
  const fact = factOf(declaration);
  if (fact !== null) return checkFact(name, type, fact.run);
  const kind = secretOf(name, type, typeof given === 'string' ? given : written(given));
  if (kind !== null) return [secretProblem(name, kind, 'its default')];
  // Unlike a word of a command line, a default is written in a language with types: '1' is no integer, and the text of a list no list.
  const value = parseValue(declaration, given);
  const typed = type === 'list' ? typeof given === 'object' : type === 'json' || typeof value === typeof given;
  if (value === null || !typed) {
    const looks = type === 'enum' ? `one of ${declaration.values.map(show).join(', ')}` : LOOKS[type];
    return [{ code: 'MR2003', name, message: `the default${type === 'secret' ? '' : ` ${show(given)}`} of parameter '${name}' is not of type ${type}`, hint: `Write ${looks}.` }];
  }
  const rule = ruleFault(declaration) === null ? broken(declaration, value) : null;
  return rule === null ? [] : [{ code: 'MR2003', name, message: `the default ${show(given)} of parameter '${name}' breaks its own rule: it ${rule}`, hint: 'Correct the default or the rule.' }];
}

/** MR2014. The value is never in the message. */
export function secretProblem(name: string, kind: string, where: string): ParamProblem {
  return { code: 'MR2014', name, message: `parameter '${name}': ${where} looks like ${kind}`, hint: SECRET_HINT };
}

function checkFact(name: string, type: Declaration['type'], fact: 'id' | 'date'): ParamProblem[] {
  const fits = type === 'string' || (fact === 'date' && type === 'date');
  if (fits) return [];
  return [{ code: 'MR2003', name, message: `run.${fact} cannot be the default of parameter '${name}', which is of type ${type}`, hint: fact === 'date' ? 'Make the parameter a date or a string.' : 'Make the parameter a string.' }];
}
