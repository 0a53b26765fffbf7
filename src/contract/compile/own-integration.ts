/** Compiles an integration of the contract itself (`x-apikit.integration`) to the extension for PutRestApi. Pure. */

import type { OwnIntegration, OwnResponse } from '../model/integration.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { pathParameters } from '../model/paths.ts';

const RESPONSE_HEADER = 'method.response.header.';

/** Returns `x-amazon-apigateway-integration` without the members that every integration has (timeout, cache keys). */
export function ownIntegration(own: OwnIntegration, operation: Operation): Json {
  const requestTemplates = own.type === 'mock' ? mockTemplates(own) : own.requestTemplates;
  const requestParameters = { ...pathMappings(own, operation), ...own.requestParameters };
  return {
    type: own.type,
    ...(own.type !== 'mock' && {
      uri: own.uri,
      httpMethod: own.httpMethod?.toUpperCase() ?? (own.type === 'aws' ? 'POST' : operation.method),
    }),
    ...(own.vpcLink !== undefined && { connectionType: 'VPC_LINK', connectionId: own.vpcLink }),
    ...(own.credentials !== undefined && { credentials: own.credentials }),
    passthroughBehavior: own.passthroughBehavior ?? 'when_no_match',
    ...(own.contentHandling !== undefined && { contentHandling: own.contentHandling }),
    ...(Object.keys(requestParameters).length > 0 && { requestParameters }),
    ...(Object.keys(requestTemplates).length > 0 && { requestTemplates }),
    ...(own.insecureSkipVerification && { tlsConfig: { insecureSkipVerification: true } }),
    ...(own.type !== 'http_proxy' && {
      responses: Object.fromEntries(Object.entries(own.responses).map(([pattern, each]) => [pattern, compiled(each)])),
    }),
  };
}

/** Returns the method responses: API Gateway maps only headers that a method response declares. */
export function methodResponses(own: OwnIntegration): Json {
  if (own.type === 'http_proxy') return {};
  const headers = new Map<string, string[]>();
  for (const { statusCode, responseParameters } of Object.values(own.responses)) {
    const names = Object.keys(responseParameters).map((target) => target.slice(RESPONSE_HEADER.length));
    headers.set(statusCode, [...(headers.get(statusCode) ?? []), ...names]);
  }
  return Object.fromEntries(
    [...headers].map(([status, names]) => [status, { description: `Status ${status}`, ...declaredHeaders(names) }]),
  );
}

/** Returns the headers in the form of a method response. */
export function declaredHeaders(names: readonly string[]): Json {
  if (names.length === 0) return {};
  return { headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) };
}

/**
 * A MOCK returns the status that its request template names. Without a template, apikit adds one with the status of the
 * first response.
 */
function mockTemplates({ requestTemplates, responses }: OwnIntegration): Readonly<Record<string, string>> {
  if (Object.keys(requestTemplates).length > 0) return requestTemplates;
  const first = responses.default ?? Object.values(responses)[0];
  return { 'application/json': `{"statusCode": ${first?.statusCode ?? '200'}}` };
}

/** `{id}` in the URI is the path parameter of that name, unless the contract maps it to another source. */
function pathMappings({ uri = '' }: OwnIntegration, { path }: Operation): Record<string, string> {
  const wanted = pathParameters(uri.replaceAll(/\$\{[^}]*\}/g, ''));
  const given = pathParameters(path).filter((name) => wanted.includes(name));
  return Object.fromEntries(given.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]));
}

function compiled({ statusCode, responseParameters, responseTemplates, contentHandling }: OwnResponse): Json {
  return {
    statusCode,
    ...(Object.keys(responseParameters).length > 0 && { responseParameters }),
    ...(Object.keys(responseTemplates).length > 0 && { responseTemplates }),
    ...(contentHandling !== undefined && { contentHandling }),
  };
}
