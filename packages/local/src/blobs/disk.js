import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmdirSync, statSync, unlinkSync, writeSync } from 'node:fs';
export const nodeDisk = {
    read: (path) => readFileSync(path),
    write: (path, body) => {
        const file = openSync(path, 'wx');
        try {
            for (let done = 0; done < body.byteLength;)
                done += writeSync(file, body, done);
        }
        finally {
            closeSync(file);
        }
    },
    rename: renameSync,
    remove: unlinkSync,
    makeFolder: (path) => void mkdirSync(path, { recursive: true }),
    removeFolder: rmdirSync,
    names: (folder) => readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map((entry) => ({ name: entry.name, folder: entry.isDirectory() })),
    stat: (path) => {
        const found = statSync(path, { bigint: true, throwIfNoEntry: false });
        if (found === undefined)
            return null;
        return { folder: found.isDirectory(), size: Number(found.size), modified: Number(found.mtimeMs), stamp: `${found.ino} ${found.size} ${found.mtimeNs}` };
    },
};
export function codeOf(error) {
    return error instanceof Error && 'code' in error ? String(error.code) : '';
}
