import { parseArgs } from 'node:util';
import { ServerError } from './port.js';
import { startServer } from './start.js';
/**
 * The server's process: `entry.ts --dir DIR [--port N] [--python P]`. Serves until SIGTERM or SIGINT; writes what happens to its output, which
 * whoever starts it sends to a file.
 * @returns the exit code of a start that failed, or null while it serves
 */
export async function serverMain(args) {
    const { values } = parseArgs({ args: [...args], options: { dir: { type: 'string' }, port: { type: 'string' }, python: { type: 'string' } } });
    const dir = values.dir ?? '.millrace/local';
    const say = (text) => void process.stderr.write(`${new Date().toISOString()} ${text}\n`);
    try {
        const server = await startServer({
            dir,
            port: values.port === undefined ? null : Number(values.port),
            python: values.python ?? 'python3',
            env: process.env,
            onError: (error, where) => say(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
        });
        say(`The embedded AWS serves ${dir} at ${server.url}`);
        const stop = () => {
            say('Stopping.');
            server.close().then(() => process.exit(0), (error) => {
                say(String(error));
                process.exit(1);
            });
        };
        process.once('SIGTERM', stop);
        process.once('SIGINT', stop);
        return null;
    }
    catch (error) {
        if (!(error instanceof ServerError))
            throw error;
        process.stderr.write(`${error.message}\n`);
        return 1;
    }
}
