/** Timers by (at, order, seq): a binary heap; cancelled ones are dropped when they come up. */
export class TimerQueue {
    #live = new Map();
    #heap = [];
    set(timer) {
        this.#live.set(nameOf(timer.service, timer.id), timer);
        this.#heap.push(timer);
        this.#rise(this.#heap.length - 1);
    }
    cancel(service, id) {
        this.#live.delete(nameOf(service, id));
    }
    next() {
        for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
            if (this.#live.get(nameOf(top.service, top.id)) === top)
                return top;
            this.#dropTop();
        }
        return null;
    }
    #dropTop() {
        const last = this.#heap.pop();
        if (last === undefined || this.#heap.length === 0)
            return;
        this.#heap[0] = last;
        this.#sink(0);
    }
    #rise(from) {
        for (let i = from; i > 0;) {
            const parent = (i - 1) >> 1;
            if (!this.#swapUnlessOrdered(parent, i))
                return;
            i = parent;
        }
    }
    #sink(from) {
        for (let i = from;;) {
            const left = 2 * i + 1;
            const child = this.#before(left + 1, left) ? left + 1 : left;
            if (child >= this.#heap.length || !this.#swapUnlessOrdered(i, child))
                return;
            i = child;
        }
    }
    #before(a, b) {
        const left = this.#heap[a];
        const right = this.#heap[b];
        return left !== undefined && right !== undefined && compareTimers(left, right) < 0;
    }
    #swapUnlessOrdered(parent, child) {
        const upper = this.#heap[parent];
        const lower = this.#heap[child];
        if (upper === undefined || lower === undefined || compareTimers(upper, lower) <= 0)
            return false;
        this.#heap[parent] = lower;
        this.#heap[child] = upper;
        return true;
    }
}
export function compareTimers(a, b) {
    return a.at - b.at || a.order - b.order || a.seq - b.seq;
}
function nameOf(service, id) {
    return `${service} ${id}`;
}
