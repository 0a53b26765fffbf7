/**
 * Reads `x-apikit` of one operation as plain data. Pure and total: `lint-settings.ts` reports invalid values, and this
 * file reads them as absent.
 */
import { INTEGRATION_TYPES, type OwnIntegration, type OwnResponse } from './integration.ts';
import { isObject, type Json, objectOf, textOf, textsOf } from './json.ts';
import { serviceIntegration, serviceTarget } from './service-integration.ts';

export interface OperationSettings {
  /** The requests per second, and the burst, of this operation in a stage. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
  readonly cache?: CacheSettings;
  /** Seconds that API Gateway waits for the integration. */
  readonly timeout?: number;
  /** The integration that serves the operation instead of the function. */
  readonly integration?: OwnIntegration;
  /** Whether a smoke test sends the operation's examples. By default it sends only a GET that needs no parameter. */
  readonly smoke?: SmokeSettings;
}

export interface SmokeSettings {
  readonly safe: boolean;
  /** The longest response time in ms. The default is the limit of the command. */
  readonly maxLatency?: number;
}

export interface CacheSettings {
  /** In seconds. The default is the stage's. */
  readonly ttl?: number;
  /** The parameters that distinguish cached responses. The default is every declared path and query parameter. */
  readonly keys?: readonly CacheKey[];
}

/** A key such as `query.status`, in two parts. */
export interface CacheKey {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
}

/** `body` has the media types of the request's body. */
export function settingsOf(operation: Json, body: readonly string[]): OperationSettings {
  const { throttle, cache, timeout, integration, smoke } = objectOf(operation['x-apikit']);
  const smoked = smokeOf(smoke);
  const target = serviceTarget(objectOf(integration));
  const own = target ? serviceIntegration(target, operation, body) : integrationOf(integration);
  const { rate, burst } = objectOf(throttle);
  return {
    ...(typeof rate === 'number' && typeof burst === 'number' && { throttle: { rate, burst } }),
    ...(isObject(cache) && { cache: cacheOf(cache) }),
    ...(typeof timeout === 'number' && { timeout }),
    ...(own && { integration: own }),
    ...(smoked && { smoke: smoked }),
  };
}

/** A section sets how to send the examples, and so also that they are safe to send. */
function smokeOf(value: unknown): SmokeSettings | undefined {
  if (typeof value === 'boolean') return { safe: value };
  if (!isObject(value)) return undefined;
  return { safe: true, ...(typeof value.maxLatency === 'number' && { maxLatency: value.maxLatency }) };
}

function cacheOf({ ttl, keys }: Json): CacheSettings {
  return {
    ...(typeof ttl === 'number' && { ttl }),
    ...(Array.isArray(keys) && { keys: keys.flatMap((key) => parseCacheKey(key) ?? []) }),
  };
}

export function parseCacheKey(key: unknown): CacheKey | undefined {
  const match = /^(path|query|header)\.(.+)$/s.exec(textOf(key) ?? '');
  return match ? { in: match[1] as CacheKey['in'], name: match[2]! } : undefined;
}

function integrationOf(value: unknown): OwnIntegration | undefined {
  const node = objectOf(value);
  const type = INTEGRATION_TYPES.find((each) => each === node.type);
  if (type === undefined) return undefined;
  const responses = Object.entries(objectOf(node.responses));
  return {
    type,
    ...texts(node, ['uri', 'httpMethod', 'credentials', 'passthroughBehavior', 'contentHandling', 'vpcLink']),
    requestParameters: textsOf(node.requestParameters),
    requestTemplates: textsOf(node.requestTemplates),
    responses:
      type === 'mock' && responses.length === 0
        ? { default: responseOf({}) }
        : Object.fromEntries(responses.map(([pattern, each]) => [pattern, responseOf(objectOf(each))])),
    insecureSkipVerification: objectOf(node.tlsConfig).insecureSkipVerification === true,
  };
}

function responseOf(node: Json): OwnResponse {
  return {
    statusCode: String(node.statusCode ?? '200'),
    responseParameters: textsOf(node.responseParameters),
    responseTemplates: textsOf(node.responseTemplates),
    ...texts(node, ['contentHandling']),
  };
}

function texts<Name extends string>(node: Json, names: readonly Name[]): Partial<Record<Name, string>> {
  const found = names.flatMap((name) => (typeof node[name] === 'string' ? [[name, node[name]] as const] : []));
  return Object.fromEntries(found) as Partial<Record<Name, string>>;
}
