/** API Gateway's checks of an integration, for calls and imports, with the recorded messages. */
import type { Integration, IntegrationResponse, Method } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { looksLikeArn } from '../identifiers.ts';
import { checkTemplates, refuseMappings, requestMappingFaults, responseMappingFaults } from '../mapping-expressions.ts';

const TYPES: readonly string[] = ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS'];
const PASSTHROUGH: readonly string[] = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const CONTENT_HANDLING: readonly string[] = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'];
const INTEGRATION_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];
const MIN_TIMEOUT_MS = 50;
const MAX_TIMEOUT_MS = 29_000;

export const isHttp = (type: Integration['type']): boolean => type === 'HTTP' || type === 'HTTP_PROXY';

export function checkedIntegrationType(type: string): Integration['type'] {
  if (!TYPES.includes(type))
    throw badRequest(`Invalid integration type specified. Valid options are ${TYPES.join(',')}`);
  return type as Integration['type'];
}

export function checkedPassthrough(behavior: string): Integration['passthroughBehavior'] {
  if (!PASSTHROUGH.includes(behavior)) {
    throw badRequest(`Invalid passthrough behavior specified. Valid options are ${PASSTHROUGH.join(',')}`);
  }
  return behavior as Integration['passthroughBehavior'];
}

export function checkedContentHandling(handling: string): NonNullable<Integration['contentHandling']> {
  if (!CONTENT_HANDLING.includes(handling)) {
    throw badRequest(`Invalid contentHandling specified. Valid options are ${CONTENT_HANDLING.join(',')}`);
  }
  return handling as NonNullable<Integration['contentHandling']>;
}

/** Fills in AWS's defaults, drops what AWS drops, and throws where AWS rejects. */
export function finishedIntegration(integration: Integration, method: Method, resourceId: string): Integration {
  const { httpMethod: _method, uri: _uri, ...withoutTarget } = integration;
  const finished: Integration = {
    // A mock has no target, even if the request has one [recorded].
    ...(integration.type === 'MOCK' ? withoutTarget : integration),
    passthroughBehavior: integration.passthroughBehavior ?? 'WHEN_NO_MATCH',
    timeoutInMillis: integration.timeoutInMillis ?? MAX_TIMEOUT_MS,
    cacheNamespace: integration.cacheNamespace ?? resourceId,
    cacheKeyParameters: integration.cacheKeyParameters ?? [],
  };
  if (isHttp(integration.type)) finished.connectionType ??= 'INTERNET';
  checkIntegration(finished, method);
  return finished;
}

export function checkIntegration(integration: Integration, method: Method): void {
  checkTarget(integration);
  const timeout = integration.timeoutInMillis ?? MAX_TIMEOUT_MS;
  if (!Number.isInteger(timeout) || timeout < MIN_TIMEOUT_MS || timeout > MAX_TIMEOUT_MS) {
    throw badRequest(`Timeout should be between ${MIN_TIMEOUT_MS} ms and ${MAX_TIMEOUT_MS} ms`);
  }
  if (integration.credentials !== undefined && !looksLikeArn(integration.credentials)) {
    throw badRequest('Invalid ARN specified in the request');
  }
  checkTemplates(integration.requestTemplates);
  refuseMappings(requestMappingFaults(integration.requestParameters ?? {}, method));
}

export function checkIntegrationResponse(response: IntegrationResponse, method: Method): void {
  checkTemplates(response.responseTemplates);
  refuseMappings(responseMappingFaults(response.responseParameters ?? {}, method, response.statusCode));
}

const CONNECTION_TYPES: readonly unknown[] = [undefined, 'INTERNET', 'VPC_LINK'];

function checkTarget({ type, httpMethod, uri = '', connectionType, connectionId, credentials }: Integration): void {
  if (!CONNECTION_TYPES.includes(connectionType)) {
    throw badRequest('Invalid connection type specified. Valid options are INTERNET,VPC_LINK');
  }
  if (type === 'MOCK') return;
  if (!httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty');
  if (!INTEGRATION_METHODS.includes(httpMethod)) {
    throw badRequest('Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY');
  }
  if (isHttp(type)) {
    if (!/^https?:\/\/[^\s/]+|^\$\{stageVariables\./.test(uri))
      throw badRequest('Invalid HTTP endpoint specified for URI');
    if (connectionType === 'VPC_LINK' && !connectionId) throw badRequest('Invalid VPC Link ID specified');
    return;
  }
  if (!looksLikeArn(uri)) throw badRequest('Invalid ARN specified in the request');
  if (!/^arn:aws[a-z-]*:apigateway:[^:]+:[^:]+:(path|action)\/.+$/.test(uri)) {
    throw badRequest('AWS ARN for integration must contain path or action');
  }
  const lambda = /^arn:aws[a-z-]*:apigateway:[^:]+:lambda:path\/.*\bfunctions\//.test(uri);
  if (type === 'AWS_PROXY' && !lambda && !/:firehose:action\/PutRecord(Batch)?$/.test(uri)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
  if (
    lambda &&
    !/functions\/(arn:aws[a-z-]*:lambda:|\$\{stageVariables\.)[^/]+.*\/(invocations|response-streaming-invocations)$/.test(
      uri,
    )
  ) {
    throw badRequest('Invalid lambda function');
  }
  if (!lambda && !credentials) throw badRequest('Role ARN must be specified for AWS integrations');
}
