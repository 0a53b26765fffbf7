/** `x-amazon-apigateway-integration` as settings of `x-apikit`: what the function answers needs none. Pure. */
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { INTEGRATION_TYPES } from '../model/settings.ts';

/** The extension itself. */
export const INTEGRATION = 'x-amazon-apigateway-integration';

export interface AdoptedIntegration {
  readonly settings: Json;
  /** A sentence without its beginning. */
  readonly note: string;
}

const COMMON = ['uri', 'httpMethod', 'requestParameters', 'passthroughBehavior'];
const MAPPED = ['requestTemplates', 'contentHandling', 'responses'];

/**
 * What is carried over of each type. API Gateway takes and exports more: responses of an http_proxy and request parameters of
 * a mock, which have no effect there, and are left out with a note.
 */
const KEPT: Record<(typeof INTEGRATION_TYPES)[number], readonly string[]> = {
  mock: ['passthroughBehavior', 'requestTemplates', 'responses'],
  http: [...COMMON, ...MAPPED, 'tlsConfig'],
  http_proxy: [...COMMON, 'tlsConfig'],
  aws: [...COMMON, ...MAPPED, 'credentials'],
};

/** Members of which nobody needs to hear when they are left out: they are the default, or mean nothing to a proxy. */
const SILENT = ['type', 'timeoutInMillis', 'connectionType', 'cacheNamespace', 'cacheKeyParameters'];

/** Seconds that apikit waits at most. */
const LONGEST = 29;

/** `value`: the extension of an operation. Total. */
export function integrationOf(value: unknown): AdoptedIntegration {
  const integration = objectOf(value);
  const type = textOf(integration.type)?.toLowerCase();
  const timeout = timeoutOf(integration.timeoutInMillis);
  const own = INTEGRATION_TYPES.find((each) => each === type);
  if (own === undefined || (own === 'aws' && isFunction(integration.uri))) {
    const what =
      type === 'aws'
        ? "its templates are left out, and the project's function answers it"
        : "the project's function answers it";
    return { settings: timeout, note: `${what} instead of ${textOf(integration.uri) ?? String(type)}.` };
  }
  const kept = Object.fromEntries(
    KEPT[own].filter((name) => name in integration).map((name) => [name, withTexts(name, integration[name])]),
  );
  const left = Object.keys(integration).filter((name) => ![...KEPT[own], ...SILENT].includes(name));
  const without = left.length > 0 ? `, without ${left.join(', ')}` : '';
  return {
    settings: { ...timeout, integration: { type: own, ...kept } },
    note: `its ${own} integration is under x-apikit now${without}.`,
  };
}

/** Whether the gateway, and not a function of the project, goes on to answer the operation. */
export function keepsIntegration(value: unknown): boolean {
  return integrationOf(value).settings.integration !== undefined;
}

/** Whether no function of the project answers the operation: apikit's own setting says so, or the extension does. */
export function isAnsweredElsewhere(operation: Json): boolean {
  return objectOf(operation['x-apikit']).integration !== undefined || keepsIntegration(operation[INTEGRATION]);
}

/** A preflight as tools write them: a mock that everybody may call. */
export function isPreflight(operation: Json): boolean {
  const integration = operation[INTEGRATION];
  return isObject(integration) && textOf(integration.type)?.toLowerCase() === 'mock';
}

const isFunction = (uri: unknown) => /:lambda:path\//.test(textOf(uri) ?? '');

/** API Gateway takes numbers and true or false in a map of texts, and a template as the JSON that it should be the text of. */
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

/** `application/json: null` is how YAML says an empty template. */
const templateText = (value: unknown) => (value === null ? '' : plainText(value));

function timeoutOf(ms: unknown): Json {
  if (typeof ms !== 'number') return {};
  const seconds = Math.max(1, Math.min(LONGEST, Math.round(ms / 1000)));
  return seconds === LONGEST ? {} : { timeout: seconds };
}
