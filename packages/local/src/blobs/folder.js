import { join } from 'node:path';
import { byUtf8 } from '../host/order.js';
import { AwsError } from '../host/types.js';
import { holds } from './condition.js';
import { codeOf, nodeDisk } from './disk.js';
import { folderOfPrefix, keyOfPath, pathOfKey } from './keys.js';
import { md5 } from './memory.js';
/** A bucket's name as S3 has it, or one of ours, which begins with a dot and is not listed. */
const bucketName = /^\.?[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const temporary = '.tmp';
/**
 * Objects as files: one folder per bucket under `dir`, keys as readable paths. Each write is whole or not there. The folder belongs to one
 * process at a time, though a person may put files into it.
 */
export function folderBlobs(dir, disk = nodeDisk) {
    const store = new FolderBlobs(dir, disk);
    store.begin();
    return store;
}
class FolderBlobs {
    #dir;
    #disk;
    #etags = new Map();
    #written = 0;
    constructor(dir, disk) {
        this.#dir = dir;
        this.#disk = disk;
    }
    /** Drops what a killed process left half-written. */
    begin() {
        this.#writing('prepare', this.#dir, () => {
            this.#disk.makeFolder(join(this.#dir, temporary));
            for (const { name, folder } of this.#disk.names(join(this.#dir, temporary)))
                if (!folder)
                    this.#disk.remove(join(this.#dir, temporary, name));
        });
    }
    buckets() {
        return this.#disk
            .names(this.#dir)
            .filter(({ name, folder }) => folder && !name.startsWith('.') && bucketName.test(name))
            .map(({ name }) => name)
            .sort();
    }
    createBucket(bucket) {
        if (!bucketName.test(bucket) || bucket === temporary) {
            throw new AwsError('InvalidBucketName', `The specified bucket is not valid: '${bucket}'. Use 3 to 63 of a-z, 0-9, '-' and '.'.`);
        }
        this.#writing('create the bucket', bucket, () => {
            this.#disk.makeFolder(join(this.#dir, bucket));
        });
    }
    deleteBucket(bucket) {
        if (this.list(bucket, '').length > 0)
            throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
        this.#writing('delete the bucket', bucket, () => {
            this.#removeFolders(this.#bucket(bucket));
        });
    }
    get(bucket, key) {
        const path = this.#find(bucket, key);
        return path === null ? null : this.#disk.read(path);
    }
    head(bucket, key) {
        const path = this.#find(bucket, key);
        return path === null ? null : this.#describe(path);
    }
    put(bucket, key, body, condition) {
        const conditional = condition?.ifNoneMatch !== undefined || condition?.ifMatch !== undefined;
        if (conditional && !holds(condition, this.head(bucket, key)?.etag ?? null))
            return false;
        const root = this.#bucket(bucket);
        const parts = pathOfKey(key);
        this.#writing('write', `s3://${bucket}/${key}`, () => {
            const temp = join(this.#dir, temporary, String(++this.#written));
            try {
                this.#disk.write(temp, body);
                const place = this.#makeWay(root, parts);
                this.#disk.rename(temp, place);
                this.#etags.delete(place);
            }
            catch (error) {
                this.#removeQuietly(temp);
                throw error;
            }
        });
        return true;
    }
    remove(bucket, key) {
        const path = this.#find(bucket, key);
        if (path === null)
            return;
        this.#writing('remove', `s3://${bucket}/${key}`, () => {
            this.#disk.remove(path);
        });
        this.#etags.delete(path);
        this.#pruneAbove(this.#bucket(bucket), pathOfKey(key).slice(0, -1));
    }
    list(bucket, prefix) {
        const root = this.#bucket(bucket);
        const found = [];
        const walk = (parts) => {
            for (const { name, folder } of this.#namesIn(join(root, ...parts))) {
                const path = [...parts, name];
                if (folder) {
                    walk(path);
                    continue;
                }
                const key = keyOfPath([...parts, withoutMark(name)]);
                if (key?.startsWith(prefix) === true)
                    found.push({ key, ...this.#describe(join(root, ...path)) });
            }
        };
        walk(folderOfPrefix(prefix));
        return found.sort((a, b) => byUtf8(a.key, b.key));
    }
    #bucket(bucket) {
        const path = join(this.#dir, bucket);
        if (bucketName.test(bucket) && bucket !== temporary && this.#disk.stat(path)?.folder === true)
            return path;
        throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    }
    /** The file of a key: a key that is also a folder of other keys has a mark behind its name. */
    #find(bucket, key) {
        const path = join(this.#bucket(bucket), ...pathOfKey(key));
        return [path, marked(path)].find((place) => this.#stat(place)?.folder === false) ?? null;
    }
    /** Makes the folders above a key, moving aside the objects that have their names, and says where the key's file goes. */
    #makeWay(root, parts) {
        for (let depth = 1; depth < parts.length; depth++) {
            const folder = join(root, ...parts.slice(0, depth));
            if (this.#stat(folder)?.folder === false)
                this.#disk.rename(folder, marked(folder));
        }
        this.#disk.makeFolder(join(root, ...parts.slice(0, -1)));
        const path = join(root, ...parts);
        const taken = this.#stat(path)?.folder === true || this.#stat(marked(path)) !== null;
        return taken ? marked(path) : path;
    }
    #describe(path) {
        const { size, modified, stamp } = this.#disk.stat(path) ?? { size: 0, modified: 0, stamp: '' };
        const known = this.#etags.get(path);
        const etag = known?.stamp === stamp ? known.etag : md5(this.#disk.read(path));
        this.#etags.set(path, { stamp, etag });
        return { size, etag, modified };
    }
    #stat(path) {
        try {
            return this.#disk.stat(path);
        }
        catch (error) {
            // A part of the path is a file: nothing is below it.
            if (codeOf(error) === 'ENOTDIR')
                return null;
            throw error;
        }
    }
    #namesIn(folder) {
        return this.#stat(folder)?.folder === true ? this.#disk.names(folder) : [];
    }
    #removeFolders(folder) {
        for (const { name } of this.#disk.names(folder))
            this.#removeFolders(join(folder, name));
        this.#disk.removeFolder(folder);
    }
    #pruneAbove(root, parts) {
        for (let depth = parts.length; depth > 0; depth--) {
            try {
                this.#disk.removeFolder(join(root, ...parts.slice(0, depth)));
            }
            catch {
                return; // Not empty; nor are those above.
            }
        }
    }
    #removeQuietly(path) {
        try {
            this.#disk.remove(path);
        }
        catch {
            // It was never made, or the next start removes it.
        }
    }
    #writing(what, where, action) {
        try {
            action();
        }
        catch (error) {
            if (error instanceof AwsError)
                throw error;
            const reason = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
            throw new AwsError('InternalError', `The embedded AWS could not ${what} ${where} under ${this.#dir}: ${reason}.`, 500);
        }
    }
}
const reasons = {
    ENOSPC: 'no space is left on the disk; free some and try again',
    EACCES: 'the folder is not writable; change its permissions or use another folder',
    EROFS: 'the disk is read-only; use another folder',
    EDQUOT: 'the disk quota is used up; free some space and try again',
};
function marked(path) {
    return `${path}%`;
}
function withoutMark(name) {
    return name.length > 1 && name.endsWith('%') ? name.slice(0, -1) : name;
}
