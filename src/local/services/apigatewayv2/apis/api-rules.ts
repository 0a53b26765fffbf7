/** The rules for the settings of an HTTP API that AWS's model does not have. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { CreateApiRequest, UpdateApiRequest } from '../../../models/apigatewayv2.ts';
import { badRequest } from '../errors.ts';
import { checkCors } from './cors-rules.ts';

// biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own expression
export const ROUTE_SELECTION = '${request.method} ${request.path}';
export const API_KEY_SELECTION = '$request.header.x-api-key';

type Settings = Partial<Omit<CreateApiRequest, 'Tags'>> & Partial<UpdateApiRequest>;

/** Throws BadRequestException, and NotImplementedException for WebSocket APIs. */
export function checkApi({ Name, ProtocolType, RouteSelectionExpression, CorsConfiguration, ...rest }: Settings): void {
  if (ProtocolType === 'WEBSOCKET') throw notImplemented('API Gateway v2 CreateApi with ProtocolType WEBSOCKET');
  if (Name !== undefined && (Name === '' || Name.length > 128)) throw badRequest('Invalid API name specified');
  if (RouteSelectionExpression !== undefined && RouteSelectionExpression !== ROUTE_SELECTION) {
    throw badRequest(`Invalid routeSelectionExpression specified. HTTP APIs must use ${ROUTE_SELECTION}`);
  }
  if (rest.IpAddressType === 'dualstack') throw notImplemented('API Gateway v2 IpAddressType dualstack');
  if (rest.DisableSchemaValidation === true) throw badRequest('DisableSchemaValidation is only for WebSocket APIs');
  if (rest.ApiKeySelectionExpression !== undefined && rest.ApiKeySelectionExpression !== API_KEY_SELECTION) {
    throw notImplemented('API Gateway v2 ApiKeySelectionExpression of an HTTP API');
  }
  if (CorsConfiguration !== undefined) checkCors(CorsConfiguration);
}

/** `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com` */
export const apiEndpoint = ({ region }: OperationContext, apiId: string): string =>
  `https://${apiId}.execute-api.${region}.amazonaws.com`;
