// The id of a run that was started outside Millrace is made of that of its workflow run.
const OUTSIDE = /^wr-[0-9a-f]{64}$/;
const DIGITS = 10;

/** A run's id as it is shown: of a long one the beginning, which tells it from all others and is taken in its place. */
export const shortRun = (run: string): string => (OUTSIDE.test(run) ? run.slice(0, 'wr-'.length + DIGITS) : run);
