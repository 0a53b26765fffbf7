/** Checks the settings of an integration, and adds AWS's defaults. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { CreateIntegrationRequest } from '../../../models/apigatewayv2.ts';
import type { HttpIntegration } from '../../../state/http-apis/model.ts';
import { badRequest } from '../errors.ts';
import { newLongId } from '../identifiers.ts';
import { checkParameters } from './parameter-rules.ts';

/** The default and the limit in milliseconds. */
const TIMEOUT = 30_000;

type Settings = Omit<CreateIntegrationRequest, 'ApiId'>;

/** A function of Lambda by its ARN, or by the path of its invocation, in which stage variables can be. */
const FUNCTION =
  /^arn:[\w-]+:(?:lambda:[\w-]+:[\w${}.-]+:function:\S+|apigateway:[\w-]+:lambda:path\/+2015-03-31\/functions\/\S+\/invocations)$/;

/** Throws BadRequestException, and NotImplementedException for what the data plane does not have. */
export function newIntegration(context: OperationContext, given: Settings): HttpIntegration {
  return checkedIntegration({ ...given, IntegrationId: newLongId(context) });
}

export function checkedIntegration(given: Settings & { readonly IntegrationId: string }): HttpIntegration {
  refuseMembers('API Gateway v2 CreateIntegration of an HTTP API', given, [
    'ContentHandlingStrategy',
    'PassthroughBehavior',
    'RequestTemplates',
    'TemplateSelectionExpression',
    'TlsConfig',
  ]);
  const { IntegrationType: type } = given;
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY') {
    throw badRequest(`Invalid integration type specified for HTTP protocol: ${type}`);
  }
  if (given.ConnectionType === 'VPC_LINK') throw notImplemented('API Gateway v2 ConnectionType VPC_LINK');
  if (given.IntegrationSubtype !== undefined) {
    throw notImplemented(`API Gateway v2 IntegrationSubtype ${given.IntegrationSubtype}`);
  }
  const own = type === 'AWS_PROXY' ? functionSettings(given) : httpSettings(given);
  checkParameters(given.RequestParameters ?? {}, given.ResponseParameters ?? {});
  return { ConnectionType: 'INTERNET', TimeoutInMillis: TIMEOUT, ...given, ...own };
}

function functionSettings({ IntegrationUri: uri = '', IntegrationMethod: method = 'POST', ...given }: Settings) {
  const { PayloadFormatVersion: version = '1.0' } = given;
  if (!FUNCTION.test(uri)) throw badRequest('Invalid function ARN or invalid uri');
  if (version !== '1.0' && version !== '2.0') throw badRequest('PayloadFormatVersion must be 1.0 or 2.0');
  return { PayloadFormatVersion: version, IntegrationMethod: method };
}

function httpSettings({ IntegrationUri: uri = '', IntegrationMethod: method, ...given }: Settings) {
  const { PayloadFormatVersion: version = '1.0' } = given;
  if (!/^https?:\/\/[^/\s]/.test(uri)) throw badRequest('Invalid HTTP endpoint specified for URI');
  if (!method) throw badRequest('HttpMethod must be specified for HTTP_PROXY integrations');
  if (version !== '1.0') throw badRequest('PayloadFormatVersion must be 1.0 for HTTP_PROXY integrations');
  return { PayloadFormatVersion: version };
}
