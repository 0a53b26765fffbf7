/**
 * Reads a line of the access log from its end backwards, so that nothing a caller sends can change what API Gateway says
 * of the request (`logs/access-log-format.ts` has the order). Pure, and linear in the length of the line.
 */
import { ACCESS_LOG_ORDER } from './access-log-format.ts';
import { jsonObject } from './json-object.ts';

const NUMBERS: ReadonlySet<string> = new Set(ACCESS_LOG_ORDER.numbers);

/**
 * The members of a line; those without a value are left out, numbers are numbers. A line of a stage that was deployed with
 * an older format is read as the JSON that it is. `undefined`: it is no line of an access log.
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

/** `"requestId":"…",…,"status":200`, where a number may be a bare `-`. */
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
      .map(([name, value]) => [name, NUMBERS.has(name) && isNumber(value) ? Number(value) : value]),
  );
}

const isNumber = (value: unknown) => typeof value === 'string' && /^\d+$/.test(value);

const mapValues = (members: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, change(value)]));

/** API Gateway writes quotation marks and backslashes with a backslash before them; what is not written so stays as it is. */
function unescaped(value: string): string {
  try {
    return JSON.parse(`"${value}"`) as string;
  } catch {
    return value;
  }
}
