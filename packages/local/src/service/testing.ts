import { memoryBlobs } from '../blobs/memory.ts';
import { virtualClock } from '../host/clock.ts';
import { createHost, type ServedHost } from '../host/host.ts';
import { memoryPersistence } from '../host/memory.ts';
import { type Play, scriptedExecutor } from '../host/scripted.ts';
import type { Service, Work } from '../host/types.ts';

/** Services on virtual time, with work that is played. */
export interface Bench {
  readonly host: ServedHost;
  readonly works: readonly Work[];
  /** Runs on by milliseconds. */
  pass(ms: number): Promise<void>;
}

export function benchOf(
  services: readonly Service[],
  options: { readonly start?: number; readonly answers?: Readonly<Record<string, string>>; readonly play?: (work: Work) => Play } = {},
): Bench {
  const clock = virtualClock(options.start ?? 0);
  const works: Work[] = [];
  const executor = scriptedExecutor(clock, (work) => {
    works.push(work);
    return options.play?.(work) ?? { ms: 0, outcome: 'succeeded' };
  });
  let state = 42;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
  const host = createHost({
    services, blobs: memoryBlobs(), executor, clock, persistence: memoryPersistence(), random, region: 'eu-west-1', account: '111122223333', answers: options.answers ?? {},
  });
  return { host, works, pass: (ms) => host.run(host.now() + ms) };
}
