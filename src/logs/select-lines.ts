/** Selects the requests and lines that a reader of the log wants to see. Pure. */
import type { JoinedLine } from './join-lines.ts';
import type { LogLine } from './log-line.ts';

/** Conditions for the access line of a request. A condition that is not set matches all requests. */
export interface RequestFilter {
  /** For example 500 and 599 for `5xx`. */
  readonly status?: readonly [from: number, to: number];
  readonly method?: string;
  /** The path of the contract (`/items/{id}`) or of the request, with `*` for any characters and without the stage. */
  readonly path?: string;
  /** The beginning of a request ID of API Gateway or Lambda. */
  readonly request?: string;
  /** The IDs of API keys. */
  readonly keyIds?: readonly string[];
}

/** From the least to the most urgent. Lambda's own lines count as `info`. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** Parses `5xx`, `404` or `400-499`. Returns `undefined` for any other text. */
export function parseStatus(text: string): readonly [number, number] | undefined {
  const [, digit] = /^([1-5])xx$/i.exec(text) ?? [];
  if (digit) return [Number(digit) * 100, Number(digit) * 100 + 99];
  const [, from, to] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  if (!from || (to && to < from)) return undefined;
  return [Number(from), Number(to ?? from)];
}

/**
 * Returns the test for a line. A line whose request is not known passes only if the filter has no condition for
 * requests.
 */
export function createSelection(filter: RequestFilter, level: Level | undefined): (joined: JoinedLine) => boolean {
  const ofRequest = requestTests(filter);
  const path = filter.path === undefined ? undefined : pathTest(filter.path);
  return ({ line, access }) => {
    if (level !== undefined && rank(line.level) < LEVELS.indexOf(level)) return false;
    if (filter.request !== undefined && !isOfRequest(line, filter.request)) return false;
    if (ofRequest.length === 0 && path === undefined) return true;
    const request = line.source === 'access' ? line : access;
    return request !== undefined && ofRequest.every((test) => test(request)) && (path === undefined || path(request));
  };
}

function requestTests({ status, method, keyIds }: RequestFilter): ((request: LogLine) => boolean)[] {
  return [
    ...(status ? [(request: LogLine) => between(Number(request.status), status)] : []),
    ...(method ? [(request: LogLine) => request.method === method.toUpperCase()] : []),
    ...(keyIds ? [({ apiKeyId }: LogLine) => keyIds.includes(String(apiKeyId))] : []),
  ];
}

const between = (value: number, [from, to]: readonly [number, number]) => value >= from && value <= to;

const isOfRequest = (line: LogLine, id: string) =>
  [line.requestId, line.functionRequestId, line.extendedRequestId].some(
    (known) => typeof known === 'string' && known.startsWith(id),
  );

function pathTest(wanted: string): (request: LogLine) => boolean {
  const parts = wanted.split('*');
  return ({ resourcePath, path }) => {
    if (resourcePath === wanted) return true;
    // The access log has `/<stage>/items/1`.
    const asked = typeof path === 'string' ? path.replace(/^\/[^/]*/, '') || '/' : '';
    return matches(asked, parts);
  };
}

/** Whether the text consists of these parts with any text between them. Linear for every pattern. */
function matches(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function rank(level: string): number {
  const known = { trace: 'debug', platform: 'info', fatal: 'error', critical: 'error' }[level] ?? level;
  const at = LEVELS.indexOf(known as Level);
  return at === -1 ? LEVELS.indexOf('info') : at;
}
