import type { Json } from '@millrace/core';
/**
 * A deep, frozen copy as JSON would carry it: what `undefined` names is left out. Parts that are such copies already are shared, so that
 * changing one field of a big row costs one level.
 */
export declare function frozenCopy(value: Json): Json;
