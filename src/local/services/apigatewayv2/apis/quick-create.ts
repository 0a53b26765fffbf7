/** The route, integration and stage that CreateApi makes for a target (Developer Guide, "Quick create"). */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { HttpDefinition } from '../../../state/http-apis/model.ts';
import { newLongId } from '../identifiers.ts';
import { newIntegration } from '../integrations/new-integration.ts';
import { checkedRouteKey } from '../routes/route-key.ts';
import { addStage } from '../stages/add-stage.ts';

interface Settings {
  readonly Target: string;
  readonly RouteKey: string | undefined;
  readonly CredentialsArn: string | undefined;
}

/** Throws BadRequestException. A function gets payload version 2.0, and a URL gets every method. */
export function quickCreate(context: OperationContext, { Target, RouteKey = '$default', CredentialsArn }: Settings) {
  const isFunction = Target.startsWith('arn:');
  const integration = {
    ...newIntegration(context, {
      IntegrationType: isFunction ? 'AWS_PROXY' : 'HTTP_PROXY',
      IntegrationUri: Target,
      PayloadFormatVersion: isFunction ? '2.0' : '1.0',
      ...(!isFunction && { IntegrationMethod: 'ANY' }),
      ...(CredentialsArn !== undefined && { CredentialsArn }),
    }),
    ApiGatewayManaged: true,
  };
  const { IntegrationId } = integration;
  const RouteId = newLongId(context);
  const route = {
    ApiGatewayManaged: true,
    ApiKeyRequired: false,
    AuthorizationType: 'NONE' as const,
    RouteId,
    RouteKey: checkedRouteKey(RouteKey),
    Target: `integrations/${IntegrationId}`,
  };
  const definition: HttpDefinition = {
    routes: { [RouteId]: route },
    integrations: { [IntegrationId]: integration },
    authorizers: {},
  };
  return {
    definition,
    addStage: (ApiId: string) =>
      addStage(context, ApiId, { StageName: '$default', AutoDeploy: true, ApiGatewayManaged: true }),
  };
}
