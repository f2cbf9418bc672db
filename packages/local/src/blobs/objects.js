import { md5 } from './memory.js';
export function objectsOf(blobs, persistence) {
    const store = (kind, key, row) => {
        persistence.commit([{ type: 'row', service: 's3', kind, key, row }]);
    };
    // Casts: this module alone writes these kinds of rows.
    const known = (bucket, key) => persistence.get('s3', 'headers', `${bucket}/${key}`);
    const uploadOf = (row) => row;
    return {
        blobs,
        put: (bucket, key, body, headers, condition) => {
            const before = known(bucket, key);
            const plain = Object.keys(headers).length === 0;
            if (plain && before === null)
                return blobs.put(bucket, key, body, condition);
            const place = `${bucket}/${key}`;
            const etag = md5(body);
            store('headers', place, { ...before, [etag]: headers });
            const done = blobs.put(bucket, key, body, condition);
            if (done)
                store('headers', place, plain ? null : { [etag]: headers });
            return done;
        },
        headers: (bucket, key, etag) => known(bucket, key)?.[etag] ?? {},
        remove: (bucket, key) => {
            blobs.remove(bucket, key);
            if (known(bucket, key) !== null)
                store('headers', `${bucket}/${key}`, null);
        },
        uploads: {
            get: (id) => uploadOf(persistence.get('s3', 'upload', id)),
            put: (id, upload) => {
                store('upload', id, { bucket: upload.bucket, key: upload.key, headers: upload.headers });
            },
            remove: (id) => {
                store('upload', id, null);
            },
            list: () => persistence.list('s3', 'upload', '').flatMap(({ key, row }) => {
                const upload = uploadOf(row);
                return upload === null ? [] : [{ id: key, upload }];
            }),
        },
    };
}
