/**
 * Plays work in virtual time.
 * @example scriptedExecutor(clock, (work) => ({ ms: 60_000, outcome: 'succeeded' }))
 */
export function scriptedExecutor(clock, play) {
    const playing = new Map();
    const finish = (id, outcome, script) => {
        const one = playing.get(id);
        if (one === undefined)
            return;
        playing.delete(id);
        one.done({ outcome, message: script.message ?? null, tables: script.tables ?? [] });
    };
    const start = (work, done) => {
        const script = play(work);
        const end = clock.now() + script.ms;
        playing.set(work.id, { end, stop: script.onStop, done });
        clock.at(end, () => {
            finish(work.id, script.outcome, script);
        });
    };
    return {
        start,
        recover: start,
        stop: (id) => {
            const one = playing.get(id);
            if (one === undefined)
                return;
            const { ms, outcome } = one.stop ?? { ms: 0, outcome: 'stopped' };
            const at = clock.now() + ms;
            if (at < one.end)
                clock.at(at, () => finish(id, outcome, {}));
        },
    };
}
