/** A shorthand text that the AWS CLI refuses. `index` is where, in UTF-16 units; `name` is the class that the CLI raises. */
export class ShorthandError extends Error {
  readonly index: number;
  readonly input: string;

  constructor(name: string, message: string, input: string, index: number) {
    super(message);
    this.name = name;
    this.input = input;
    this.index = index;
  }
}

/** A character stands where another one must. */
export class ShorthandSyntaxError extends ShorthandError {
  readonly expected: string;

  constructor(input: string, index: number, expected: string) {
    const point = input.codePointAt(index);
    const found = point === undefined ? 'the text ends' : `'${String.fromCodePoint(point)}' stands`;
    super('ShorthandParseSyntaxError', `At position ${index + 1} ${found} where ${expected} must stand.`, input, index);
    this.expected = expected;
  }
}

/** A key is given twice at the top level. */
export class DuplicateKeyError extends ShorthandError {
  readonly key: string;

  constructor(input: string, index: number, key: string) {
    super('DuplicateKeyInObjectError', `The key '${key}' is given twice, for the second time at position ${index + 1}.`, input, index);
    this.key = key;
  }
}

/** `@=` names a file that could not be read. */
export class ShorthandFileError extends ShorthandError {
  constructor(input: string, index: number, uri: string) {
    super('ResourceLoadingError', `'${uri}' could not be read.`, input, index);
  }
}
