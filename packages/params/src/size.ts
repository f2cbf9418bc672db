/**
 * The most that all arguments of a job run may take, in bytes of UTF-8, names and values together. The developer guide says 260 KB and
 * not whether that is 1000 or 1024 bytes, or what counts: this is the careful reading.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-glue-arguments.html
 */
export const MAX_ARGUMENTS_BYTES = 260_000;

/** Bytes of UTF-8 that arguments take, names and values together. */
export function argumentsBytes(map: Readonly<Record<string, string>>): number {
  const encoder = new TextEncoder();
  return Object.entries(map).reduce((sum, [name, value]) => sum + encoder.encode(name).length + encoder.encode(value).length, 0);
}
