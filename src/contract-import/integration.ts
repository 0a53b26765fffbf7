/** `x-amazon-apigateway-integration` as settings of `x-apikit`: what the function answers needs none. Pure. */
import { isObject, type Json, objectOf, textOf } from '../contract/json.ts';
import { INTEGRATION_TYPES } from '../contract/settings.ts';

export interface AdoptedIntegration {
  readonly settings: Json;
  /** A sentence without its beginning. */
  readonly note: string;
}

const MEMBERS = [
  'uri',
  'httpMethod',
  'credentials',
  'passthroughBehavior',
  'contentHandling',
  'requestParameters',
  'requestTemplates',
  'responses',
  'tlsConfig',
];

/** The longest that apikit waits, in seconds. */
const LONGEST = 29;

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
    MEMBERS.filter((name) => name in integration).map((name) => [name, integration[name]]),
  );
  const left = Object.keys(integration).filter(
    (name) => ![...MEMBERS, 'type', 'timeoutInMillis', 'connectionType'].includes(name),
  );
  const without = left.length > 0 ? `, without ${left.join(', ')}` : '';
  return {
    settings: { ...timeout, integration: { type: own, ...kept } },
    note: `its ${own} integration is under x-apikit now${without}.`,
  };
}

/** A preflight as tools write them: a mock that everybody may call. */
export function isPreflight(operation: Json): boolean {
  const integration = operation['x-amazon-apigateway-integration'];
  return isObject(integration) && textOf(integration.type)?.toLowerCase() === 'mock';
}

const isFunction = (uri: unknown) => /:lambda:path\//.test(textOf(uri) ?? '');

function timeoutOf(ms: unknown): Json {
  if (typeof ms !== 'number') return {};
  const seconds = Math.max(1, Math.min(LONGEST, Math.round(ms / 1000)));
  return seconds === LONGEST ? {} : { timeout: seconds };
}
