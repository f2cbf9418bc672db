import { createReadStream, existsSync } from 'node:fs';
import { jobFolder, logFile } from '../executor/job-folder.js';
/**
 * What a job run wrote to its standard output and error so far, in pieces; nothing when it wrote nothing.
 * @param dir the server's folder
 * @throws {AwsError} InvalidInputException when the id cannot be one of a job run
 */
export async function* readJobLog(dir, jobRunId) {
    const file = logFile(jobFolder(dir, jobRunId));
    if (!existsSync(file))
        return;
    // A stream with an encoding gives text.
    for await (const piece of createReadStream(file, 'utf8'))
        yield piece;
}
export function hasJobLog(dir, jobRunId) {
    return existsSync(logFile(jobFolder(dir, jobRunId)));
}
