import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
/** Whether process `pid` runs and has `word` in its command: a number that another process got since is not taken for it. */
export function isRunning(pid, word) {
    return pid > 0 && commandOf(pid).includes(word);
}
function commandOf(pid) {
    try {
        if (process.platform === 'linux')
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    }
    catch {
        return '';
    }
}
/** Asks a process to end; one that is gone is no error. */
export function terminate(pid) {
    try {
        process.kill(pid, 'SIGTERM');
    }
    catch {
        // It ended meanwhile.
    }
}
