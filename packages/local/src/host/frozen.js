const copies = new WeakSet();
/**
 * A deep, frozen copy as JSON would carry it: what `undefined` names is left out. Parts that are such copies already are shared, so that
 * changing one field of a big row costs one level.
 */
export function frozenCopy(value) {
    if (typeof value !== 'object' || value === null)
        return value;
    if (copies.has(value))
        return value;
    const copy = isList(value) ? value.map((item) => frozenCopy(item ?? null)) : frozenRecord(value);
    copies.add(copy);
    return Object.freeze(copy);
}
function frozenRecord(value) {
    const copy = [];
    for (const [key, item] of Object.entries(value))
        if (item !== undefined)
            copy.push([key, frozenCopy(item)]);
    // fromEntries defines own properties, so a key named __proto__ stays data.
    return Object.fromEntries(copy);
}
function isList(value) {
    return Array.isArray(value);
}
