/** Checks mapping expressions and templates as API Gateway does when they are written. */
import type { Method } from '../../state/apis/model.ts';
import { badRequest } from './errors.ts';
import { entryOf } from './members.ts';

const CONTENT_TYPE = /^[^\s/]+\/[^\s/]+/;
const METHOD_REQUEST = /^method\.request\.(querystring|path|header)\.[^\s]+$/;
const INTEGRATION_REQUEST = /^integration\.request\.(querystring|path|header)\.[^\s]+$/;
const METHOD_RESPONSE = /^method\.response\.header\.[^\s]+$/;
const GATEWAY_RESPONSE = /^gatewayresponse\.header\.[^\s]+$/;
/** A static text, a variable of the context or a stage variable. */
const ELSEWHERE = /^('.*'|context\.|stageVariables\.)/s;
const RESPONSE_SOURCE =
  /^('.*'|context\..+|stageVariables\..+|integration\.response\.(header\..+|multivalueheader\..+|body(\..+)?))$/s;

/** The keys of a template map are content types. */
export function checkTemplates(templates: Record<string, unknown> | undefined): void {
  const faults = Object.keys(templates ?? {}).filter((type) => !CONTENT_TYPE.test(type));
  if (faults.length === 0) return;
  throw badRequest(validationResult(faults.map((type) => `Invalid content type specified: ${type}`)));
}

/** Checks the `method.request.…` names of a method. */
export function checkMethodParameters(parameters: Record<string, boolean> | undefined): void {
  const keys = Object.keys(parameters ?? {});
  refuseMappings(keys.filter((key) => !METHOD_REQUEST.test(key)).map(unknownExpression));
  // Recorded: test_method_request_parameters.
  if (new Set(keys.map((key) => key.replace(/^method\.request\.\w+\./, ''))).size < keys.length) {
    throw badRequest('Parameter names must be unique across querystring, header and path');
  }
}

export function checkResponseParameters(parameters: Record<string, unknown> | undefined): void {
  refuseMappings(
    Object.keys(parameters ?? {})
      .filter((key) => !METHOD_RESPONSE.test(key))
      .map(unknownExpression),
  );
}

/**
 * Returns the errors of an integration's `requestParameters`: wrong names, and sources that the method does not
 * declare.
 */
export function requestMappingFaults(parameters: Record<string, string>, method: Method): string[] {
  return Object.entries(parameters).flatMap(([target, source]) => {
    if (!INTEGRATION_REQUEST.test(target)) return [unknownExpression(target)];
    const declared = source.replace(/^method\.request\.multivalue(querystring|header)\./, 'method.request.$1.');
    if (METHOD_REQUEST.test(declared)) {
      return method.requestParameters && declared in method.requestParameters
        ? []
        : [`Invalid mapping expression parameter specified: ${source}`];
    }
    return /^('.*'|context\.|stageVariables\.|method\.request\.body)/s.test(source) ? [] : [unknownExpression(source)];
  });
}

/**
 * Returns the errors of an integration response: headers that the method response of its status does not declare, and
 * unknown sources. The texts are AWS's (amazon-archives/aws-apigateway-importer#121 and #209,
 * awsdocs/amazon-api-gateway-developer-guide#7).
 */
export function responseMappingFaults(parameters: Record<string, string>, method: Method, status: string): string[] {
  const entries = Object.entries(parameters);
  const unknown = entries.filter(([target]) => !METHOD_RESPONSE.test(target));
  if (unknown.length > 0) return unknown.map(([target]) => unknownExpression(target));
  const declared = entryOf(method.methodResponses, status);
  if (entries.length > 0 && declared === undefined) return ['No method response exists for method.'];
  return entries.flatMap(([target, source]) => {
    if (entryOf(declared?.responseParameters, target) === undefined) {
      return [`Invalid mapping expression parameter specified: ${target}`];
    }
    return RESPONSE_SOURCE.test(source) ? [] : [unknownExpression(source)];
  });
}

/** Checks the headers of a gateway response (the text is AWS's: aws/aws-cli#2879). */
export function checkGatewayMappings(parameters: Record<string, string> | undefined): void {
  refuseMappings(
    Object.entries(parameters ?? {}).flatMap(([target, source]) => {
      if (!GATEWAY_RESPONSE.test(target)) return [unknownExpression(target)];
      return METHOD_REQUEST.test(source) || ELSEWHERE.test(source) ? [] : [unknownExpression(source)];
    }),
  );
}

export function refuseMappings(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw badRequest(`Invalid mapping expression specified: ${validationResult(faults)}`);
}

const unknownExpression = (expression: string): string => `Invalid mapping expression specified: ${expression}`;

const validationResult = (faults: readonly string[]): string =>
  `Validation Result: warnings : [], errors : [${faults.join(', ')}]`;
