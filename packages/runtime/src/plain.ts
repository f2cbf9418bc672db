/** The object's own member: names that every object has are ordinary names here. */
export const ownOf = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(all, name) ? all[name] : undefined);

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> | null =>
  // Narrowed to an object that is no list; its members stay unknown.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
