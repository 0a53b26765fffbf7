/** The client's headers with the casing and repetitions they came with. */

export interface HeaderEntry {
  /** As the first occurrence was written. */
  readonly name: string;
  readonly values: string[];
}

/** By name in lower case, in order of arrival. */
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

/** The last value, which is the one that counts (docs/aws/data-plane.md). `name` in lower case. */
export function headerValue(headers: RequestHeaders, name: string): string | undefined {
  return headers.get(name)?.values.at(-1);
}
