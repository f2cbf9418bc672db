/** Compares two strings as their UTF-8 bytes compare: the order of S3 keys and of SQLite, which UTF-16 differs from beyond U+FFFF. */
export function byUtf8(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const left = a.charCodeAt(i);
        const right = b.charCodeAt(i);
        if (left !== right)
            return rank(left) - rank(right);
    }
    return a.length - b.length;
}
// Surrogates stand for code points above all other code units.
function rank(unit) {
    return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
/** Index of the first element that is not before `key`. */
export function lowerBound(sorted, key) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (byUtf8(sorted[middle] ?? '', key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
