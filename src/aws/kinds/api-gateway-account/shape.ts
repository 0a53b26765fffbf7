/** The shape of the account's CloudWatch role for API Gateway. Types only. */
import type { RolePlacement } from '../role/shape.ts';

export interface ApiGatewayAccountShape {
  kind: 'api-gateway-account';
  /** The path and the boundary for the creation. The role's name is that of the resource. */
  properties: RolePlacement;
  attributes: { arn: string; roleArn: string };
  found: Record<never, never>;
}
