/**
 * What a job run wrote to its standard output and error so far, in pieces; nothing when it wrote nothing.
 * @param dir the server's folder
 * @throws {AwsError} InvalidInputException when the id cannot be one of a job run
 */
export declare function readJobLog(dir: string, jobRunId: string): AsyncIterable<string>;
export declare function hasJobLog(dir: string, jobRunId: string): boolean;
