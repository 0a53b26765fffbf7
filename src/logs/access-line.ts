/**
 * Reads a line of the access log backwards from its end, so that nothing a caller sends can change what API Gateway
 * says about the request (`logs/access-log-format.ts` defines the order). Pure, and linear in the length of the line.
 */
import { ACCESS_LOG_ORDER } from './access-log-format.ts';
import { jsonObject } from './json-object.ts';

const NUMBERS: ReadonlySet<string> = new Set(ACCESS_LOG_ORDER.numbers);

/**
 * Returns the members of a line, with numbers as numbers and without members that have no value. A line in an older
 * format is read as plain JSON. Returns `undefined` if the text is not a line of an access log.
 */
export function parseAccessLine(text: string): Record<string, unknown> | undefined {
  const { chosenByOthers, madeByTheGateway } = ACCESS_LOG_ORDER;
  const begin = `{"${chosenByOthers[0]}":"`;
  const seam = text.lastIndexOf(`,"${madeByTheGateway[0]}":"`);
  if (!text.startsWith(begin) || seam === -1) return older(text);
  const made = gatewayMembers(text.slice(seam + 1, -1));
  if (!made) return older(text);
  const chosen: Record<string, string> = {};
  let end = seam - 1;
  for (const name of chosenByOthers.slice(1).toReversed()) {
    const mark = `","${name}":"`;
    const at = text.lastIndexOf(mark, end);
    if (at === -1) return older(text);
    chosen[name] = text.slice(at + mark.length, end);
    end = at;
  }
  chosen[chosenByOthers[0]!] = text.slice(begin.length, end);
  return withoutAbsent({ ...mapValues(chosen, unescaped), ...made });
}

/** Parses `"requestId":"…",…,"status":200`, where a bare `-` can stand for a number. */
function gatewayMembers(text: string): Record<string, unknown> | undefined {
  return jsonObject(`{${text.replaceAll(/:-(?=,|$)/g, ':"-"')}}`);
}

function older(text: string): Record<string, unknown> | undefined {
  const members = jsonObject(text);
  return members && withoutAbsent(members);
}

function withoutAbsent(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== '-' && value !== '')
      .map(([name, value]) => [name, NUMBERS.has(name) && isNumber(value) ? Number(value) : value])
      .map(([name, value]) => [name, name === 'resourcePath' ? pathOfRoute(String(value)) : value]),
  );
}

/** The log of an HTTP API has the key of the route: `GET /items/{id}`. */
export const pathOfRoute = (route: string): string => route.replace(/^[A-Z]+ (?=\/)/, '');

const isNumber = (value: unknown) => typeof value === 'string' && /^\d+$/.test(value);

const mapValues = (members: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value)]));

/**
 * API Gateway escapes quotation marks and backslashes with a backslash. A value that is not escaped in this way stays
 * as it is.
 */
function unescaped(value: string): string {
  try {
    return JSON.parse(`"${value}"`) as string;
  } catch {
    return value;
  }
}
