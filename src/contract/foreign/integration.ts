/**
 * Turns `x-amazon-apigateway-integration` into settings of `x-apikit`. An integration with the project's function needs
 * none. Pure.
 */

import { INTEGRATION_TYPES } from '../model/integration.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';

export const INTEGRATION = 'x-amazon-apigateway-integration';

export interface AdoptedIntegration {
  readonly settings: Json;
  /** A sentence without its subject. */
  readonly note: string;
}

const COMMON = ['uri', 'httpMethod', 'requestParameters', 'passthroughBehavior'];
const MAPPED = ['requestTemplates', 'contentHandling', 'responses'];

/**
 * The members that the import keeps for each type. API Gateway also accepts and exports responses of an http_proxy and
 * request parameters of a mock, which have no effect. They are left out with a note.
 */
const KEPT: Record<(typeof INTEGRATION_TYPES)[number], readonly string[]> = {
  mock: ['passthroughBehavior', 'requestTemplates', 'responses'],
  http: [...COMMON, ...MAPPED, 'tlsConfig'],
  http_proxy: [...COMMON, 'tlsConfig'],
  aws: [...COMMON, ...MAPPED, 'credentials'],
};

/** Members that are left out without a note: they are the default, or have no effect on a proxy. */
const SILENT = ['type', 'timeoutInMillis', 'connectionType', 'cacheNamespace', 'cacheKeyParameters'];

/** The longest timeout that apikit supports, in seconds. */
const LONGEST = 29;

/** Expects the extension of an operation in `value`. Total. */
export function integrationOf(value: unknown): AdoptedIntegration {
  const integration = objectOf(value);
  const type = textOf(integration.type)?.toLowerCase();
  const timeout = timeoutOf(integration.timeoutInMillis);
  const own = INTEGRATION_TYPES.find((each) => each === type);
  if (own === undefined || (own === 'aws' && isFunction(integration.uri))) {
    const what =
      type === 'aws'
        ? "its templates are left out, and the project's function serves it"
        : "the project's function serves it";
    return { settings: timeout, note: `${what} instead of ${textOf(integration.uri) ?? String(type)}.` };
  }
  const kept = Object.fromEntries(
    KEPT[own].filter((name) => name in integration).map((name) => [name, withTexts(name, integration[name])]),
  );
  const left = Object.keys(integration).filter((name) => ![...KEPT[own], ...SILENT].includes(name));
  const without = left.length > 0 ? `, without ${left.join(', ')}` : '';
  return {
    settings: { ...timeout, integration: { type: own, ...kept } },
    note: `its ${own} integration is now under x-apikit${without}.`,
  };
}

/** Whether API Gateway still serves the operation itself, without a function of the project. */
export function keepsIntegration(value: unknown): boolean {
  return integrationOf(value).settings.integration !== undefined;
}

/** Whether no function of the project serves the operation, either by apikit's own setting or by the extension. */
export function isAnsweredElsewhere(operation: Json): boolean {
  return objectOf(operation['x-apikit']).integration !== undefined || keepsIntegration(operation[INTEGRATION]);
}

/** Whether the operation is a preflight from another tool: a mock without authorization. */
export function isPreflight(operation: Json): boolean {
  const integration = operation[INTEGRATION];
  return isObject(integration) && textOf(integration.type)?.toLowerCase() === 'mock';
}

const isFunction = (uri: unknown) => /:lambda:path\//.test(textOf(uri) ?? '');

/**
 * In a map of strings, API Gateway also accepts numbers and booleans, and in place of a template the JSON value itself.
 */
function withTexts(name: string, value: unknown): unknown {
  if (name === 'requestParameters' && isObject(value)) return textMap(value, plainText);
  if (name === 'requestTemplates' && isObject(value)) return textMap(value, templateText);
  if (name === 'responses' && isObject(value)) return Object.fromEntries(Object.entries(value).map(responseWithTexts));
  // The other members are for HTTP APIs.
  if (name === 'tlsConfig') return { insecureSkipVerification: objectOf(value).insecureSkipVerification === true };
  return value;
}

function responseWithTexts([pattern, response]: [string, unknown]): [string, unknown] {
  if (!isObject(response) || !isObject(response.responseTemplates)) return [pattern, response];
  return [pattern, { ...response, responseTemplates: textMap(response.responseTemplates, templateText) }];
}

function textMap(value: Json, toText: (each: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toText(each)]));
}

const plainText = (value: unknown) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);

/** In YAML, `application/json: null` is an empty template. */
const templateText = (value: unknown) => (value === null ? '' : plainText(value));

function timeoutOf(ms: unknown): Json {
  if (typeof ms !== 'number') return {};
  const seconds = Math.max(1, Math.min(LONGEST, Math.round(ms / 1000)));
  return seconds === LONGEST ? {} : { timeout: seconds };
}
