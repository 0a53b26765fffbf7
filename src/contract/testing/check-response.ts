/** Checks a response against the expectation and the contract: status, media type, body, headers. Pure. */
import type { Media } from '../model/content.ts';
import { essenceOf, isJson } from '../model/media-types.ts';
import type { Operation } from '../model/operations.ts';
import type { DeclaredResponse } from '../model/responses.ts';
import type { Expected } from './case.ts';
import type { Fault, SchemaChecks } from './schema-checks.ts';

export interface ApiResponse {
  readonly status: number;
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface ResponseVerdict {
  /** Empty if the response is correct. */
  readonly problems: readonly string[];
  /** Whether the status is as expected but the contract does not declare it for the operation. */
  readonly undeclared: boolean;
}

export function checkResponse(
  tested: Operation,
  expected: Expected,
  answer: ApiResponse,
  checks: SchemaChecks,
): ResponseVerdict {
  // A 403 that the contract expects must come from the API itself.
  if (isBlocked(answer)) return { problems: [BLOCKED], undeclared: false };
  const response = declaredFor(tested, answer.status);
  const wrong = wrongStatus(tested, expected, answer.status, response);
  if (!response) return { problems: wrong === undefined ? [] : [wrong], undeclared: wrong === undefined };
  return {
    problems: [
      ...(wrong === undefined ? [] : [wrong]),
      ...bodyProblems(tested, response, answer, checks),
      ...headerProblems(response, answer, checks),
    ],
    undeclared: false,
  };
}

const BLOCKED =
  'The firewall of the stage (AWS WAF) blocked the request, so it tells nothing about the API. Send it from another address, or allow this one under waf.ipSets.allow.';

/** Whether AWS WAF answered, with the gateway response that apikit gives to every API. */
const isBlocked = ({ status, text }: ApiResponse): boolean =>
  status === 403 && text.startsWith('{"code":"WAF_FILTERED"');

/** Finds the status itself, its class (`4XX`), or `default`. */
function declaredFor({ responses }: Operation, status: number): DeclaredResponse | undefined {
  const named = (name: string) => responses.find((response) => response.status.toUpperCase() === name);
  return named(String(status)) ?? named(`${Math.floor(status / 100)}XX`) ?? named('DEFAULT');
}

function wrongStatus(
  { responses }: Operation,
  expected: Expected,
  status: number,
  response: DeclaredResponse | undefined,
): string | undefined {
  const declared = responses.map((each) => each.status).join(', ') || 'none';
  if (expected.kind === 'status') {
    if (expected.statuses.includes(status)) return undefined;
    return `It answered ${status}; expected ${expected.statuses.join(' or ')}.`;
  }
  if (!response) return `It answered ${status}, which the contract does not declare here (it has ${declared}).`;
  if (expected.kind === 'declared') {
    return status < 500 ? undefined : `It answered ${status}; expected a status below 500.`;
  }
  const good = responses.map((each) => each.status).filter((each) => /^[123]/.test(each) || each === 'default');
  return status < 400 ? undefined : `It answered ${status}; expected ${good.join(' or ') || 'success'}.`;
}

function bodyProblems(
  { method }: Operation,
  { status, media }: DeclaredResponse,
  answer: ApiResponse,
  checks: SchemaChecks,
): string[] {
  if (method === 'HEAD' || answer.status === 304) return [];
  if (answer.status === 204) return answer.text === '' ? [] : ['A 204 must not have a body, but this one does.'];
  if (media.length === 0) return [];
  const declared = media.map(({ type }) => type).join(' or ');
  if (answer.text === '') return [`The body is empty; the contract declares ${declared} for ${status}.`];
  const type = answer.headers['content-type'] ?? '';
  const found = media.find((each) => matches(each.type, type));
  if (!found) return [`The content type is ${type || 'not given'}; the contract declares ${declared} for ${status}.`];
  return schemaProblems(found, type, answer, checks);
}

function schemaProblems(
  { schema }: Media,
  type: string,
  { text, status }: ApiResponse,
  checks: SchemaChecks,
): string[] {
  if (!isJson(type)) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return ['The body is not JSON, although the content type says so.'];
  }
  if (schema === undefined) return [];
  const faults = checks.response(schema)(value);
  return faults.map((fault) => `The body is not what the contract declares for ${status}: ${faultText('body', fault)}`);
}

/** The parameters of a media type do not matter for the comparison. */
function matches(declared: string, given: string): boolean {
  const [wanted, got] = [essenceOf(declared), essenceOf(given)];
  if (wanted === '*/*' || wanted === got) return true;
  return wanted.endsWith('/*') && got.startsWith(wanted.slice(0, -1));
}

function headerProblems({ headers, status }: DeclaredResponse, answer: ApiResponse, checks: SchemaChecks): string[] {
  return headers.flatMap(({ name, required, schema }) => {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined)
      return required ? [`The header ${name} is missing; the contract requires it with ${status}.`] : [];
    return checks
      .text(schema)(value)
      .map((fault) => `The header ${name} is not as declared: ${faultText(name, fault)}`);
  });
}

const faultText = (what: string, { at, message }: Fault) => `${at || what} ${message}.`;
