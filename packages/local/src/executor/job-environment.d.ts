type Environment = Readonly<Record<string, string | undefined>>;
/**
 * What a job's process sees: the given environment without any AWS settings of the person who started the server, then the way to the
 * embedded AWS with credentials that mean nothing.
 */
export declare function jobEnvironment(base: Environment, at: {
    readonly endpoint: string;
    readonly region: string;
    readonly pythonPath: readonly string[];
}): Record<string, string>;
export {};
