import { isAwsError } from './port.ts';

/** One answer of a service that lists page by page. `next` is the token of the page behind it: nothing, or empty, on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Pages of a list, each asked for once it is wanted; none behind an error named in `gone`, which says that there is nothing to list. */
export async function* pages<T>(ask: (token: string | undefined) => Promise<Page<T>>, ...gone: readonly string[]): AsyncGenerator<readonly T[], void> {
  let token: string | undefined;
  do {
    let page: Page<T>;
    try {
      page = await ask(token);
    } catch (error) {
      if (isAwsError(error, ...gone)) return;
      throw error;
    }
    yield page.items;
    token = page.next;
  } while (token !== undefined && token !== '');
}

/** Of a list that comes newest first what is recent: the first page with something older is the last that is asked for. Without `isRecent` all of it. */
export async function listed<T>(from: AsyncIterable<readonly T[]>, isRecent: (one: T) => boolean = () => true): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of from) {
    const recent = page.filter(isRecent);
    found.push(...recent);
    if (recent.length < page.length) break;
  }
  return found;
}
