/** First in, first out, at a cost that does not depend on how many wait. */
export class WorkList<T> {
  #items: T[] = [];
  #next = 0;

  push(item: T): void {
    this.#items.push(item);
  }
  shift(): T | undefined {
    if (this.#next >= this.#items.length) return undefined;
    const item = this.#items[this.#next];
    this.#next += 1;
    // What was taken is dropped now and then, so that an endless loop needs no endless list.
    if (this.#next >= 1024 && this.#next * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#next);
      this.#next = 0;
    }
    return item;
  }
}
