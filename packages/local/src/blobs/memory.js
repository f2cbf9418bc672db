import { createHash } from 'node:crypto';
import { SortedMap } from '../host/sorted-map.js';
import { AwsError } from '../host/types.js';
import { holds } from './condition.js';
/** Objects in memory. `now` gives their modification times, epoch milliseconds. */
export function memoryBlobs(now = () => 0) {
    const buckets = new Map();
    const at = (bucket) => {
        const found = buckets.get(bucket);
        if (found === undefined)
            throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
        return found;
    };
    return {
        buckets: () => [...buckets.keys()].sort(),
        createBucket: (bucket) => {
            if (!buckets.has(bucket))
                buckets.set(bucket, new SortedMap());
        },
        deleteBucket: (bucket) => {
            if (at(bucket).size > 0)
                throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
            buckets.delete(bucket);
        },
        get: (bucket, key) => at(bucket).get(key)?.body.slice() ?? null,
        head: (bucket, key) => {
            const found = at(bucket).get(key);
            return found === undefined ? null : { size: found.size, etag: found.etag, modified: found.modified };
        },
        put: (bucket, key, body, condition) => {
            if (!holds(condition, at(bucket).get(key)?.etag ?? null))
                return false;
            at(bucket).set(key, { body: body.slice(), size: body.byteLength, etag: md5(body), modified: now() });
            return true;
        },
        remove: (bucket, key) => {
            at(bucket).delete(key);
        },
        list: (bucket, prefix) => at(bucket)
            .withPrefix(prefix)
            .map(({ key, value: { size, etag, modified } }) => ({ key, size, etag, modified })),
    };
}
export function md5(body) {
    return createHash('md5').update(body).digest('hex');
}
