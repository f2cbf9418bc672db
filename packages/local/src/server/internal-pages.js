import { reply } from '../http/message.js';
import { hasJobLog, readJobLog } from './job-log.js';
import { supportedOperations } from './supported-operations.js';
/** `GET /_millrace/{health | operations | log/{job run id}}`. */
export function internalPages(dir, host, health) {
    return (path) => Promise.resolve(page(path));
    function page(path) {
        if (path === 'health')
            return json(health);
        if (path === 'operations')
            return json(supportedOperations(host.services));
        const [, id] = /^log\/([^/]+)$/.exec(path) ?? [];
        if (id === undefined || !hasJobLog(dir, id))
            return null;
        return reply(200, 'text/plain; charset=utf-8', readJobLog(dir, id));
    }
}
function json(value) {
    return reply(200, 'application/json', JSON.stringify(value));
}
