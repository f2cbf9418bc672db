/** The kinds of failure of `getResolvedOptions`, by the names that Python prints. */
export type ResolvedOptionsFailure = 'GlueArgumentError' | 'RuntimeError' | 'ArgumentError' | 'ValueError' | 'SystemExit';

/** What every failure of `getResolvedOptions` extends; `kind` is the class that Python would raise. */
export class ResolvedOptionsError extends Error {
  readonly kind: ResolvedOptionsFailure;

  constructor(kind: ResolvedOptionsFailure, message: string) {
    super(message);
    this.name = kind;
    this.kind = kind;
  }
}

/** The words do not fit the options: one is missing, has no value, has a value that is not allowed, or is ambiguous. */
export class GlueArgumentError extends ResolvedOptionsError {
  constructor(message: string) {
    super('GlueArgumentError', message);
  }
}

/** A name that only Glue may use was asked for, or the range of a bookmark contradicts its option. */
export class RuntimeError extends ResolvedOptionsError {
  constructor(message: string) {
    super('RuntimeError', message);
  }
}

/** A name was declared twice, or one that the parser has already. Python does not turn this one into a GlueArgumentError. */
export class ArgumentError extends ResolvedOptionsError {
  constructor(message: string) {
    super('ArgumentError', message);
  }
}

/** A declared name of nothing but dashes, or a word for continuation that does not exist. */
export class ValueError extends ResolvedOptionsError {
  constructor(message: string) {
    super('ValueError', message);
  }
}

/** `-h` or `--help` was met: the job prints its usage and ends, successfully, without having worked. */
export class SystemExit extends ResolvedOptionsError {
  readonly code = 0;

  constructor(message: string) {
    super('SystemExit', message);
  }
}
