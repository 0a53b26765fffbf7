/** Converts a permission to a statement of the resource policy, as AddPermission does. */
import type { AddPermissionRequest } from '../../models/lambda.ts';
import { invalidParameter } from '../../state/functions/errors.ts';
import type { PolicyStatement } from '../../state/functions/model.ts';

/** `resource` is the ARN with the qualifier. Throws InvalidParameterValueException. */
export function readStatement(input: AddPermissionRequest, resource: string): PolicyStatement {
  checkUrlConditions(input);
  const stringEquals = {
    ...(input.SourceAccount && { 'AWS:SourceAccount': input.SourceAccount }),
    ...(input.EventSourceToken && { 'lambda:EventSourceToken': input.EventSourceToken }),
    ...(input.PrincipalOrgID && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
    ...(input.FunctionUrlAuthType && { 'lambda:FunctionUrlAuthType': input.FunctionUrlAuthType }),
  };
  const condition = {
    ...(Object.keys(stringEquals).length > 0 && { StringEquals: stringEquals }),
    ...(input.SourceArn && { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    ...(input.InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) },
    }),
  };
  return {
    Sid: input.StatementId,
    Effect: 'Allow',
    Principal: principalOf(input.Principal),
    Action: input.Action,
    Resource: resource,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

/** Each condition belongs to one of the two actions that a function URL needs (docs/aws/function-urls.md). */
function checkUrlConditions({ Action, FunctionUrlAuthType, InvokedViaFunctionUrl }: AddPermissionRequest): void {
  if (FunctionUrlAuthType !== undefined && Action !== 'lambda:InvokeFunctionUrl') {
    throw invalidParameter('FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action');
  }
  if (InvokedViaFunctionUrl !== undefined && Action !== 'lambda:InvokeFunction') {
    throw invalidParameter('InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action');
  }
}

/** `s3.amazonaws.com`, `alexa-appkit.amazon.com` */
const SERVICE = /\.(?:amazonaws\.com(?:\.cn)?|amazon\.com)$/;

function principalOf(principal: string): PolicyStatement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith('arn:')) return { AWS: principal };
  if (SERVICE.test(principal)) return { Service: principal };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}
