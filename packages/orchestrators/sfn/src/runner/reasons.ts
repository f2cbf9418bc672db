import { limits } from '@millrace/facts';

/** What an error of a task says to a person: without the wrapping of JSON and the numbers of the request. At most 1,000 characters. */
export function reasonOf({ error = '', cause = '' }: { readonly error?: string; readonly cause?: string }): string {
  const own = KNOWN[error];
  const said = own ?? [error, raised(cause) ?? cause.replace(REQUEST, '')].filter((part) => part !== '').join(': ');
  return said.slice(0, 1000);
}

const KNOWN: Readonly<Record<string, string>> = {
  'States.DataLimitExceeded': `Its answer has more than the ${limits.sfnPayloadBytes.value.toLocaleString('en-US')} bytes that a state takes: let it leave the data in S3 and answer with the address.`,
};

/** What SDKs add to a message of a service. */
const REQUEST = /\s*\(Service: [^()]*\bStatus Code: \d+[^()]*\)(?: \(SDK Attempt Count: \d+\))?$/;

/** What a function has raised, out of the JSON that Lambda makes of it. */
function raised(cause: string): string | null {
  if (!cause.startsWith('{')) return null;
  // A cause is cut off where it is long, so it is searched and not parsed as a whole.
  const text = /"errorMessage":\s*("(?:[^"\\]|\\.)*")/.exec(cause)?.[1];
  try {
    const message: unknown = JSON.parse(text ?? 'null');
    return typeof message === 'string' && message !== '' ? message : null;
  } catch {
    return null;
  }
}
