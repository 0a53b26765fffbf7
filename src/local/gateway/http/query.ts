/** Query strings as API Gateway reads them (docs/aws/data-plane.md). */

export interface QueryParameters {
  /** The last value of each name. */
  readonly single: Readonly<Record<string, string>>;
  readonly multi: Readonly<Record<string, readonly string[]>>;
  readonly isEmpty: boolean;
}

const NONE: QueryParameters = { single: Object.freeze({}), multi: Object.freeze({}), isEmpty: true };

/** `;` separates parameters like `&`, and `+` is a space; text that cannot be decoded stays as it is. */
export function parseQuery(text: string): QueryParameters {
  if (text === '') return NONE;
  const single: Record<string, string> = Object.create(null);
  const multi: Record<string, string[]> = Object.create(null);
  let isEmpty = true;
  for (const pair of text.split(/[&;]/)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    single[name] = value;
    const values = multi[name];
    if (values) values.push(value);
    else multi[name] = [value];
    isEmpty = false;
  }
  return { single, multi, isEmpty };
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodePercent(spaced) : spaced;
}

/** Returns the text itself if it is not valid percent-encoded UTF-8. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
