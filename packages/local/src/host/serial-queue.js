export function serialQueue() {
    let tail = Promise.resolve();
    return {
        add: (task) => {
            const result = tail.then(task);
            tail = result.catch(() => undefined);
            return result;
        },
        idle: async () => {
            for (let seen = null; seen !== tail;) {
                seen = tail;
                await tail;
            }
        },
    };
}
