import { factOf, type Declaration, type Declarations, type JsonValue } from '../declaration.ts';
import { declarationSchema } from '../schema.ts';

/** One entry of `parameterSpec` in a blueprint's `blueprint.cfg`. */
export interface BlueprintParameter {
  readonly type: 'String' | 'Integer' | 'Double' | 'Boolean' | 'S3Uri' | 'S3Bucket' | 'IAMRoleArn' | 'IAMRoleName';
  readonly collection?: boolean | undefined;
  readonly description?: string | undefined;
  readonly defaultValue?: JsonValue | undefined;
  readonly allowedValues?: readonly JsonValue[] | undefined;
}
export type ParameterSpec = Readonly<Record<string, BlueprintParameter>>;

const TYPES: Readonly<Record<Declaration['type'], BlueprintParameter['type']>> = {
  string: 'String', integer: 'Integer', double: 'Double', boolean: 'Boolean', date: 'String', s3Uri: 'S3Uri', enum: 'String', bucket: 'S3Bucket', iamRole: 'IAMRoleArn', list: 'String', json: 'String', secret: 'String',
};

/**
 * The `parameterSpec` of a blueprint. `lost` tells what a blueprint has no word for, one sentence each: Glue does not check these.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/developing-blueprints-code-parameters.html
 */
export function toParameterSpec(declarations: Declarations): { readonly spec: ParameterSpec; readonly lost: readonly string[] } {
  const spec = Object.fromEntries(Object.entries(declarations).map(([name, declaration]) => [name, parameterOf(declaration)]));
  return { spec, lost: Object.entries(declarations).flatMap(([name, declaration]) => lostOf(name, declaration)) };
}

function parameterOf(declaration: Declaration): BlueprintParameter {
  const { type, items, description, default: usual, values } = declaration;
  const known = usual !== null && factOf(declaration) === null;
  return {
    type: type === 'list' && items === 'integer' ? 'Integer' : TYPES[type],
    ...(type === 'list' ? { collection: true } : {}),
    ...(description === '' ? {} : { description }),
    ...(known ? { defaultValue: type === 'json' ? JSON.stringify(usual) : usual } : {}),
    ...(type === 'enum' ? { allowedValues: values } : {}),
  };
}

function lostOf(name: string, declaration: Declaration): string[] {
  const { type, pattern, minLength, maxLength, min, max, overridable, saved } = declaration;
  const lost = (when: boolean, what: string): string[] => (when ? [`'${name}': a blueprint does not know ${what}.`] : []);
  return [
    ...lost(type === 'date' || type === 'json' || type === 'secret', `the type ${type}; it takes any text`),
    ...lost([pattern, minLength, maxLength, min, max].some((rule) => rule !== undefined), 'its patterns, lengths and bounds'),
    ...lost(overridable === false, 'that nobody may override it'),
    ...lost(saved === true, 'that the value stays saved on the job'),
    ...lost(factOf(declaration) !== null, 'the run; it asks for the value'),
  ];
}

/**
 * Declarations of a `parameterSpec`. The name of a role and a collection of something else than texts or whole numbers have no type here.
 *
 * @throws {TypeError} a parameter that no declaration can say
 */
export function fromParameterSpec(spec: ParameterSpec): Record<string, Declaration> {
  return Object.fromEntries(Object.entries(spec).map(([name, parameter]) => [name, declarationOf(name, parameter)]));
}

const BACK: Readonly<Record<BlueprintParameter['type'], Declaration['type']>> = {
  String: 'string', Integer: 'integer', Double: 'double', Boolean: 'boolean', S3Uri: 's3Uri', S3Bucket: 'bucket', IAMRoleArn: 'iamRole', IAMRoleName: 'string',
};

function declarationOf(name: string, { type, collection, description = '', defaultValue = null, allowedValues }: BlueprintParameter): Declaration {
  if (!Object.hasOwn(BACK, type)) throw new TypeError(`The blueprint's parameter '${name}' has the type ${String(type)}: write one of ${Object.keys(BACK).join(', ')}.`);
  const words = allowedValues !== undefined && allowedValues.every((word) => typeof word === 'string') && type === 'String' && collection !== true ? allowedValues : null;
  if (allowedValues !== undefined && words === null) throw new TypeError(`The blueprint's parameter '${name}' lists allowed values that are no plain texts: only an enum of texts can be declared.`);
  if (collection === true && !['String', 'Integer'].includes(type)) throw new TypeError(`The blueprint's parameter '${name}' is a collection of ${type}: lists hold texts or whole numbers.`);
  const said = collection === true ? { type: 'list', items: type === 'Integer' ? 'integer' : 'string' } : { type: words === null ? BACK[type] : 'enum', values: words ?? [] };
  return declarationSchema.parse({ ...said, description, default: defaultValue });
}
