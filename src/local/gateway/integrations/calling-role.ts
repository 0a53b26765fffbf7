/** The role in `credentials`. The gateway calls with this role, and the resource's own policy does not apply. */
import { assumableRole, roleRefusal, serviceSession } from '../../authorization/service-role.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Role } from '../../state/identity/model.ts';
import type { Session } from '../../state/identity/sessions.ts';
import { configurationError, type GatewayError } from '../gateway-error.ts';
import type { FunctionTarget } from './lambda-uri.ts';

/** The name of the sessions of AWS's gateways. */
const SESSION_NAME = 'BackplaneAssumeRoleSession';

/** Throws `GatewayError` if API Gateway may not assume the role. */
export const callingSession = (cloud: Cloud, roleArn: string): Session =>
  serviceSession(cloud, callingRole(cloud, roleArn), SESSION_NAME);

/** Throws `GatewayError` if the policies of the role do not allow the call of the function. */
export function requireInvokePermission(
  cloud: Cloud,
  roleArn: string,
  target: FunctionTarget,
  fault: (reason: string) => GatewayError = configurationError,
): void {
  const { region, account, functionName, qualifier } = target;
  const resource = `arn:aws:lambda:${region}:${account}:function:${functionName}${qualifier === undefined ? '' : `:${qualifier}`}`;
  const role = callingRole(cloud, roleArn, fault);
  const refusal = roleRefusal(cloud, role, SESSION_NAME, { action: 'lambda:InvokeFunction', resource });
  if (refusal !== undefined) throw fault(refusal);
}

function callingRole(cloud: Cloud, roleArn: string, fault = configurationError): Role {
  const role = assumableRole(cloud, roleArn, 'apigateway.amazonaws.com');
  if (!role) throw fault('API Gateway does not have permission to assume the provided role');
  return role;
}
