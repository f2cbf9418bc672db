/** Whether a conditional put may go on. `etag` is that of the object that is there, or null. */
export function holds(condition, etag) {
    if (condition?.ifNoneMatch === '*' && etag !== null)
        return false;
    return condition?.ifMatch === undefined || condition.ifMatch === etag;
}
