/**
 * What `x-apikit` says of one operation, as plain data. Pure and total: `lint-settings.ts` refuses what is wrong, and
 * what is wrong reads here as if it were not there.
 */
import { isObject, type Json, objectOf, textOf } from './json.ts';

export interface OperationSettings {
  /** Requests per second, and at once, of this operation in a stage. */
  readonly throttle?: { readonly rate: number; readonly burst: number };
  readonly cache?: CacheSettings;
  /** Seconds that the gateway waits for the integration. */
  readonly timeout?: number;
  /** Answers instead of the function. */
  readonly integration?: OwnIntegration;
  /** Whether a smoke test sends the operation's examples; absent: only where a GET needs nothing. */
  readonly smoke?: SmokeSettings;
}

export interface SmokeSettings {
  readonly safe: boolean;
  /** ms that an answer may take, in the place of the command's own bound. */
  readonly maxLatency?: number;
}

export interface CacheSettings {
  /** Seconds; without it the stage's. */
  readonly ttl?: number;
  /** What tells answers apart; without it every declared path and query parameter. */
  readonly keys?: readonly CacheKey[];
}

/** `query.status` and its like, in two halves. */
export interface CacheKey {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
}

export const INTEGRATION_TYPES = ['mock', 'http', 'http_proxy', 'aws'] as const;

/** The members of `x-amazon-apigateway-integration` that have a meaning here. */
export interface OwnIntegration {
  readonly type: (typeof INTEGRATION_TYPES)[number];
  readonly uri?: string;
  readonly httpMethod?: string;
  /** ARN of the role that the gateway calls with. */
  readonly credentials?: string;
  readonly passthroughBehavior?: string;
  readonly contentHandling?: string;
  readonly requestParameters: Readonly<Record<string, string>>;
  /** Media type → Velocity template. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  /** By pattern of the backend's status or error, or `default`; of a mock there is one at least. */
  readonly responses: Readonly<Record<string, OwnResponse>>;
  readonly insecureSkipVerification: boolean;
}

export interface OwnResponse {
  readonly statusCode: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly contentHandling?: string;
}

export function settingsOf(operation: Json): OperationSettings {
  const { throttle, cache, timeout, integration, smoke } = objectOf(operation['x-apikit']);
  const smoked = smokeOf(smoke);
  const own = integrationOf(integration);
  const { rate, burst } = objectOf(throttle);
  return {
    ...(typeof rate === 'number' && typeof burst === 'number' && { throttle: { rate, burst } }),
    ...(isObject(cache) && { cache: cacheOf(cache) }),
    ...(typeof timeout === 'number' && { timeout }),
    ...(own && { integration: own }),
    ...(smoked && { smoke: smoked }),
  };
}

/** A section says how, and so that. */
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
    ...texts(node, ['uri', 'httpMethod', 'credentials', 'passthroughBehavior', 'contentHandling']),
    requestParameters: textMap(node.requestParameters),
    requestTemplates: textMap(node.requestTemplates),
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
    responseParameters: textMap(node.responseParameters),
    responseTemplates: textMap(node.responseTemplates),
    ...texts(node, ['contentHandling']),
  };
}

function texts<Name extends string>(node: Json, names: readonly Name[]): Partial<Record<Name, string>> {
  const found = names.flatMap((name) => (typeof node[name] === 'string' ? [[name, node[name]] as const] : []));
  return Object.fromEntries(found) as Partial<Record<Name, string>>;
}

function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
