/** The longest delay that a timer of the platform takes. */
const longest = 2 ** 31 - 1;
export function realClock() {
    let waking;
    const wakeAt = (instant, callback) => {
        clearTimeout(waking);
        const delay = Math.max(0, instant - Date.now());
        waking = setTimeout(() => (delay > longest ? wakeAt(instant, callback) : callback()), Math.min(delay, longest));
    };
    return {
        kind: 'real',
        now: () => Date.now(),
        at: (instant, callback) => void setTimeout(callback, Math.max(0, Math.min(instant - Date.now(), longest))),
        wakeAt,
        sleep: () => {
            clearTimeout(waking);
        },
    };
}
/**
 * @param start epoch milliseconds
 * @example const clock = virtualClock(Date.UTC(2026, 0, 1));
 */
export function virtualClock(start = 0) {
    let instant = start;
    let seq = 0;
    const queue = [];
    return {
        kind: 'virtual',
        now: () => instant,
        at: (at, callback) => {
            const entry = { at: Math.max(at, instant), seq: seq++, callback };
            let place = queue.length;
            while (place > 0 && (queue[place - 1]?.at ?? 0) > entry.at)
                place--;
            queue.splice(place, 0, entry);
        },
        next: () => queue[0]?.at ?? null,
        moveTo: (to) => {
            instant = Math.max(instant, to);
        },
        fire: () => {
            if ((queue[0]?.at ?? Number.POSITIVE_INFINITY) > instant)
                return false;
            queue.shift()?.callback();
            return true;
        },
    };
}
