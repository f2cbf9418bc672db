import { crawl } from '../crawl/crawl.js';
import { jobExecutor, makeJobsFolder } from './jobs.js';
/**
 * Does real work: job runs as Python processes, crawls over the blobs.
 * @example processExecutor({ dir, python: 'python3', endpoint: () => served.url, region: 'us-east-1', pythonPath: [], env: process.env, blobs })
 */
export function processExecutor(options) {
    makeJobsFolder(options.dir);
    const jobs = jobExecutor(options);
    const crawls = new Map();
    const crawlSoon = (work, done) => {
        const next = setImmediate(() => {
            crawls.delete(work.id);
            done(crawled(options.blobs, work));
        });
        crawls.set(work.id, next);
    };
    const take = (how) => (work, done) => {
        if (work.kind === 'crawl')
            crawlSoon(work, done);
        else
            jobs[how](work, done);
    };
    return {
        start: take('start'),
        // A crawl only reads: it begins again.
        recover: take('recover'),
        // A crawl ends in a moment by itself.
        stop: (id) => {
            if (!crawls.has(id))
                jobs.stop(id);
        },
        close: () => jobs.close(),
    };
}
function crawled(blobs, work) {
    try {
        return { outcome: 'succeeded', message: null, tables: crawl(blobs, work.s3, work.tablePrefix, work.database) };
    }
    catch (error) {
        return { outcome: 'failed', message: error instanceof Error ? error.message : String(error), tables: [] };
    }
}
