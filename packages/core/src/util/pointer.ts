import type { Position } from '../problem.ts';

/** A JSON pointer from its unescaped segments; none gives '', the whole document. */
export function pointerOf(...segments: readonly (string | number)[]): string {
  let pointer = '';
  for (const segment of segments) pointer += `/${typeof segment === 'number' ? segment : escaped(segment)}`;
  return pointer;
}

// Most keys have nothing to escape, and there are many pointers.
function escaped(segment: string): string {
  return segment.includes('~') || segment.includes('/') ? segment.replace(/~/g, '~0').replace(/\//g, '~1') : segment;
}

/** One segment of a pointer, unescaped. */
export function segmentOf(escapedSegment: string): string {
  return escapedSegment.includes('~') ? escapedSegment.replace(/~1/g, '/').replace(/~0/g, '~') : escapedSegment;
}

/** The unescaped segments of a JSON pointer. */
export function segmentsOf(pointer: string): string[] {
  return pointer.split('/').slice(1).map(segmentOf);
}

/** Where the pointer's value was written; else where the nearest thing around it was; null when nothing is known. */
export function positionOf(origins: ReadonlyMap<string, Position>, pointer: string): Position | null {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const position = origins.get(at);
    if (position !== undefined) return position;
    if (at === '') return null;
  }
}
