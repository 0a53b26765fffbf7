/** The rules for the settings of a stage that AWS's model does not have. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { AccessLogSettings, RouteSettings } from '../../../models/apigatewayv2.ts';
import type { HttpStage } from '../../../state/http-apis/model.ts';
import { looksLikeArn } from '../../apigateway/identifiers.ts';
import { badRequest, notFound } from '../errors.ts';
import { requireDefinition, requireDeployment } from '../state.ts';

/** Throws BadRequestException or NotFoundException. */
export function checkStage(context: OperationContext, apiId: string, stage: HttpStage): void {
  if (stage.ClientCertificateId !== undefined) throw badRequest('Client certificates are not supported for HTTP APIs');
  if (stage.AccessLogSettings) checkAccessLog(stage.AccessLogSettings);
  checkSettings(stage.DefaultRouteSettings ?? {});
  const keys = new Set(Object.values(requireDefinition(context, apiId).routes).map(({ RouteKey }) => RouteKey));
  for (const [key, settings] of Object.entries(stage.RouteSettings ?? {})) {
    if (!keys.has(key)) throw notFound(`Unable to find Route by key ${key} within the provided RouteSettings`);
    checkSettings(settings);
  }
  checkVariables(stage.StageVariables ?? {});
}

/** The deployment that a request names. A stage that deploys itself accepts none. */
export function checkDeploymentOf(
  context: OperationContext,
  apiId: string,
  { AutoDeploy, DeploymentId }: { readonly AutoDeploy?: boolean; readonly DeploymentId?: string },
): void {
  if (DeploymentId === undefined) return;
  if (AutoDeploy === true) throw badRequest('Deployment ID cannot be specified for a stage with AutoDeploy enabled');
  requireDeployment(context, apiId, DeploymentId);
}

export function checkStageName(name: string): void {
  if (name !== '$default' && !/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    throw badRequest('Stage name only allows a-zA-Z0-9_- and $default');
  }
}

function checkAccessLog({ DestinationArn: arn = '', Format: format = '' }: AccessLogSettings): void {
  if (!looksLikeArn(arn)) throw badRequest(`Invalid ARN specified in the request. ${arn} is not a valid ARN`);
  if (!arn.includes(':log-group:')) throw notImplemented('An access log destination other than a log group');
  if (format === '') throw badRequest('Access log format must not be empty');
  if (format.length > 3072) throw badRequest('Access log format must not exceed 3 KB');
}

function checkSettings({ DataTraceEnabled, LoggingLevel, ...throttle }: RouteSettings): void {
  if (DataTraceEnabled === true || (LoggingLevel !== undefined && LoggingLevel !== 'OFF')) {
    throw badRequest('Execution logs are not supported on protocolType HTTP');
  }
  const { ThrottlingBurstLimit: burst = 0, ThrottlingRateLimit: rate = 0 } = throttle;
  if (burst < 0 || rate < 0) throw badRequest('Throttling limits must not be negative');
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  if (Object.keys(variables).length > 100) throw badRequest('A stage can have at most 100 stage variables');
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w{1,64}$/.test(name)) throw badRequest(`Stage variable name ${name} must be alphanumeric or underscores`);
    if (!/^[A-Za-z0-9-._~:/?#&=,@]{0,512}$/.test(value)) {
      throw badRequest(`Stage variable value for ${name} does not match the pattern [A-Za-z0-9-._~:/?#&=,]+`);
    }
  }
}
