/** Checks mapping expressions and templates as API Gateway does when they are written. */
import type { Method } from '../../state/apis/model.ts';
import { badRequest } from './errors.ts';

const CONTENT_TYPE = /^[^\s/]+\/[^\s/]+/;
const METHOD_REQUEST = /^method\.request\.(querystring|path|header)\.[^\s]+$/;
const INTEGRATION_REQUEST = /^integration\.request\.(querystring|path|header)\.[^\s]+$/;
const METHOD_RESPONSE = /^method\.response\.header\.[^\s]+$/;

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

export function refuseMappings(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw badRequest(`Invalid mapping expression specified: ${validationResult(faults)}`);
}

const unknownExpression = (expression: string): string => `Invalid mapping expression specified: ${expression}`;

const validationResult = (faults: readonly string[]): string =>
  `Validation Result: warnings : [], errors : [${faults.join(', ')}]`;
