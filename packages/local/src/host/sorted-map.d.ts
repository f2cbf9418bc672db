/** A map whose keys are also found by prefix, in byte order. */
export declare class SortedMap<V> {
    #private;
    get(key: string): V | undefined;
    set(key: string, value: V): void;
    delete(key: string): void;
    /** Keys with `prefix` and their values: cost is that of the answer, not of the map. */
    withPrefix(prefix: string): {
        readonly key: string;
        readonly value: V;
    }[];
    get size(): number;
}
