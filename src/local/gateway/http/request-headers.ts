/** The client's headers in their original case, with repetitions. */

export interface HeaderEntry {
  /** The name as its first occurrence is written. */
  readonly name: string;
  readonly values: string[];
}

/** Headers by name in lower case, in order of arrival. */
export type RequestHeaders = ReadonlyMap<string, HeaderEntry>;

export function readHeaders(rawHeaders: readonly string[]): RequestHeaders {
  const headers = new Map<string, HeaderEntry>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    const value = rawHeaders[index + 1]!;
    const key = name.toLowerCase();
    const entry = headers.get(key);
    if (entry) entry.values.push(value);
    else headers.set(key, { name, values: [value] });
  }
  return headers;
}

/** Returns the last value, which is the one that counts (docs/aws/data-plane.md). `name` is in lower case. */
export function headerValue(headers: RequestHeaders, name: string): string | undefined {
  return headers.get(name)?.values.at(-1);
}
