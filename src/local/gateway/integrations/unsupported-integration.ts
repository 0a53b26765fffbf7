/**
 * Features of an integration that are not emulated. A deployment refuses them by name; they are never accepted and
 * ignored.
 */
import type { Integration } from '../../state/apis/model.ts';
import { MAX_TEMPLATE } from '../mapping-context/mapping-template.ts';
import { isEmulated, parseServiceUri } from './service-uri.ts';

/** Returns the name of the feature, or `undefined` if the integration can be carried out. */
export function unsupportedIntegration(integration: Integration): string | undefined {
  const { type, uri = '', credentials, responseTransferMode, requestParameters } = integration;
  if (responseTransferMode === 'STREAM') return 'response streaming (responseTransferMode STREAM)';
  if (credentials?.includes('*')) return `credentials of the caller (${credentials})`;
  const isService = (type === 'AWS' || type === 'AWS_PROXY') && !isLambdaUri(uri);
  const service = isService
    ? (unsupportedService(type, uri) ?? unsupportedParameters(uri, requestParameters))
    : undefined;
  return service ?? unsupportedTemplate(integration);
}

export const isLambdaUri = (uri: string): boolean => /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\//.test(uri);

function unsupportedService(type: string, uri: string): string | undefined {
  const target = parseServiceUri(uri);
  if (!target) return `an integration of type ${type} with the URI ${uri}`;
  return type === 'AWS' && isEmulated(target)
    ? undefined
    : `an integration with the service ${target.service} (${target.kind}/${target.action})`;
}

/**
 * API Gateway calls SSM by the Query protocol, so mapped query parameters are the input of the action (LocalStack's
 * `test_ssm_aws_integration`, recorded on AWS). Here the input is the JSON of the template. The services of the other
 * actions do not read the query.
 */
function unsupportedParameters(uri: string, parameters: Integration['requestParameters'] = {}): string | undefined {
  if (parseServiceUri(uri)?.service !== 'ssm') return undefined;
  const mapped = Object.keys(parameters).find((target) => target.startsWith('integration.request.querystring.'));
  return mapped && `the mapping of ${mapped} for the service ssm`;
}

/** It is not known whether API Gateway supports `#evaluate`; no recording shows it. */
const EVALUATE = /(?<!\\)#\{?evaluate\}?\s*\(/;

function unsupportedTemplate({ requestTemplates, integrationResponses }: Integration): string | undefined {
  const responses = Object.values(integrationResponses ?? {});
  const texts = [requestTemplates, ...responses.map(({ responseTemplates }) => responseTemplates)]
    .flatMap((templates) => Object.values(templates ?? {}))
    .filter((text): text is string => text !== null && text !== undefined);
  if (texts.some((text) => Buffer.byteLength(text) > MAX_TEMPLATE)) {
    return `a mapping template of more than ${MAX_TEMPLATE} bytes`;
  }
  return texts.some((text) => EVALUATE.test(text)) ? '#evaluate in a mapping template' : undefined;
}
