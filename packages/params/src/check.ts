import type { ParamDeclaration } from './declaration.ts';
import { nameOwner, PARAM_NAME } from './names.ts';
import { LOOKS, parseValue } from './parse.ts';
import { show, type ParamProblem } from './problem.ts';

/** Everything wrong with the declarations themselves, in their order: names, enum values, defaults that are not of their type. */
export function checkDeclarations(declarations: Readonly<Record<string, ParamDeclaration>>): ParamProblem[] {
  return Object.entries(declarations).flatMap(([name, declaration]) => [...checkName(name), ...checkEnum(name, declaration), ...checkDefault(name, declaration)]);
}

function checkName(name: string): ParamProblem[] {
  if (!PARAM_NAME.test(name)) {
    return [{ code: 'MR2001', name, message: `parameter name ${show(name)} is not allowed`, hint: 'Use a letter, then up to 63 letters, digits or underscores.' }];
  }
  const owner = nameOwner(name);
  if (owner === null) return [];
  const why = owner === 'Glue' ? 'Glue sets or reads it in every job' : 'Millrace passes its own arguments under it';
  return [{ code: 'MR2002', name, message: `parameter name '${name}' belongs to ${owner}: ${why}`, hint: 'Choose another name.' }];
}

function checkEnum(name: string, { type, values }: ParamDeclaration): ParamProblem[] {
  if (type !== 'enum') {
    return values.length === 0 ? [] : [{ code: 'MR2004', name, message: `parameter '${name}' has values but is of type ${type}`, hint: 'Make its type enum, or remove its values.' }];
  }
  if (values.length === 0) return [{ code: 'MR2004', name, message: `enum parameter '${name}' has no values`, hint: "List the allowed words in 'values'." }];
  const twice = values.find((word, index) => values.indexOf(word) !== index);
  return twice === undefined ? [] : [{ code: 'MR2004', name, message: `enum parameter '${name}' lists ${show(twice)} twice`, hint: 'Remove one of them.' }];
}

function checkDefault(name: string, declaration: ParamDeclaration): ParamProblem[] {
  const { type, default: given } = declaration;
  if (given === null || (type === 'enum' && declaration.values.length === 0)) return [];
  if (typeof given === 'object') return checkFact(name, type, given.run);
  // Unlike a word of a command line, a default is written in a language with types: '1' is no integer.
  const value = parseValue(declaration, given);
  if (value !== null && typeof value === typeof given) return [];
  const looks = type === 'enum' ? `one of ${declaration.values.map(show).join(', ')}` : LOOKS[type];
  return [{ code: 'MR2003', name, message: `the default ${show(given)} of parameter '${name}' is not of type ${type}`, hint: `Write ${looks}.` }];
}

function checkFact(name: string, type: ParamDeclaration['type'], fact: 'id' | 'date'): ParamProblem[] {
  const fits = type === 'string' || (fact === 'date' && type === 'date');
  if (fits) return [];
  return [{ code: 'MR2003', name, message: `run.${fact} cannot be the default of parameter '${name}', which is of type ${type}`, hint: fact === 'date' ? 'Make the parameter a date or a string.' : 'Make the parameter a string.' }];
}
