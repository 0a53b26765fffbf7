/** The shape of the account's CloudWatch role for API Gateway. Types only. */
import type { RolePlacement } from '../role/shape.ts';

export interface ApiGatewayAccountShape {
  kind: 'api-gateway-account';
  /** How the role is to be made; it is called as the resource is. */
  properties: RolePlacement;
  attributes: { arn: string; roleArn: string };
  found: Record<never, never>;
}
