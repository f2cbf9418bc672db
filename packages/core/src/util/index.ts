export { didYouMean } from '@millrace/params';
export { sha256, stableJson } from './hash.ts';
export { newRunId } from './run-id.ts';
export { dayIn, isTimezone } from './day.ts';
export { parseDuration, printDuration } from './duration.ts';
export { effectiveTimeout } from './timeout.ts';
export { pointerOf, positionOf, segmentsOf } from './pointer.ts';
export { isReference, referencesOf, valuesOf, type Reference, type ValueUse } from './references.ts';
