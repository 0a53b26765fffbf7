/** Reads an event of either payload version: 1.0, or 2.0 with `payload: "2.0"` in apikit.yaml. */
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import type { CallerContext } from './caller.ts';

export type AnyEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2;

/** The parts of an event that the modules of this folder need. */
export interface Received {
  method: string;
  /** The path template: `/things/{id}`. */
  resource: string;
  path: string;
  /** The headers by lower-case name. */
  headers: Record<string, string | undefined>;
  /** Percent-encoded. */
  pathParameters: Record<string, string[]>;
  query: Record<string, string[]>;
  body: string;
  isBase64Encoded: boolean;
  requestId: string;
  keyId: string;
  caller: CallerContext;
  event: AnyEvent;
}

export function readEvent(event: AnyEvent): Received {
  const read = isOfVersion2(event) ? ofVersion2(event) : ofVersion1(event);
  return { ...read, body: event.body ?? '', event };
}

const isOfVersion2 = (event: AnyEvent): event is APIGatewayProxyEventV2 =>
  'version' in event && event.version === '2.0';

function ofVersion1(event: APIGatewayProxyEvent): Omit<Received, 'body' | 'event'> {
  const { httpMethod, resource, path, headers, pathParameters, isBase64Encoded, requestContext } = event;
  return {
    method: httpMethod,
    resource,
    path,
    headers: lowerCased(headers),
    pathParameters: lists(pathParameters),
    query: { ...lists(event.queryStringParameters), ...lists(event.multiValueQueryStringParameters) },
    isBase64Encoded,
    requestId: requestContext.requestId,
    keyId: requestContext.identity?.apiKeyId ?? '',
    caller: requestContext,
  };
}

/** Version 2.0 has the stage in the path, decoded path parameters, and cookies apart from the headers. */
function ofVersion2(event: APIGatewayProxyEventV2): Omit<Received, 'body' | 'event'> {
  const { routeKey, rawPath, rawQueryString, cookies, pathParameters, isBase64Encoded, requestContext } = event;
  const { http, requestId, stage, authorizer } = requestContext as V2Context;
  const encoded = Object.entries(pathParameters ?? {}).map(([name, value = '']) => [name, [encodeURIComponent(value)]]);
  const query = new URLSearchParams(rawQueryString);
  return {
    method: http.method,
    resource: routeKey.slice(routeKey.indexOf(' ') + 1),
    path: stage === '$default' ? rawPath : rawPath.slice(stage.length + 1),
    headers: { ...lowerCased(event.headers), ...(cookies && { cookie: cookies.join('; ') }) },
    pathParameters: Object.fromEntries(encoded),
    query: Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
    isBase64Encoded,
    requestId,
    keyId: '',
    caller: {
      authorizer: authorizer?.jwt ? { claims: authorizer.jwt.claims } : authorizer?.lambda,
      identity: { userArn: authorizer?.iam?.userArn ?? null },
    },
  };
}

/** The part of the context that the types of aws-lambda do not have, because they are those of one authorizer each. */
type V2Context = APIGatewayProxyEventV2['requestContext'] & {
  authorizer?: {
    jwt?: { claims: Record<string, unknown> };
    lambda?: Record<string, unknown>;
    iam?: { userArn?: string };
  };
};

/** Returns the values by name. A name without a value is left out. */
export function lists(map: Record<string, string | string[] | undefined> | null): Record<string, string[]> {
  const entries = Object.entries(map ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value : [value]] as const],
  );
  return Object.fromEntries(entries);
}

function lowerCased(headers: Received['headers'] | null): Received['headers'] {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
