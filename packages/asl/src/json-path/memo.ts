const mostKept = 2000;
const longestKept = 1000;

/**
 * `compile` with its results kept by their text: a definition says the same few paths at every state that is entered. What fails is not
 * kept, nor are long texts; when it is full, it starts again.
 */
export function memo<T>(compile: (source: string) => T): (source: string) => T {
  const kept = new Map<string, T>();
  return (source) => {
    const known = kept.get(source);
    if (known !== undefined) return known;
    const made = compile(source);
    if (kept.size >= mostKept) kept.clear();
    if (source.length <= longestKept) kept.set(source, made);
    return made;
  };
}
