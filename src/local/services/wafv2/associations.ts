/** The operations that connect web ACLs with stages of API Gateway. Other resources are not emulated. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { forgetAssociation } from '../../state/firewall.ts';
import { invalidParameter, nonexistent, unavailableEntity } from './errors.ts';
import { operation } from './operation.ts';
import { firewall } from './scope.ts';
import { shown } from './web-acls.ts';

export const associateWebAcl = operation('AssociateWebACL', ({ WebACLArn, ResourceArn }, context) => {
  const { webAcls, associations } = firewall(context);
  if (!webAcls.get(WebACLArn)) throw nonexistent();
  requireStage(ResourceArn, context);
  // Neither a new web ACL nor a new stage is known everywhere at once (docs/aws/waf.md).
  if (context.cloud.transitions.pending(context, 'webAcl', WebACLArn)) throw unavailableEntity();
  associations.put(ResourceArn, WebACLArn);
});

export const disassociateWebAcl = operation('DisassociateWebACL', ({ ResourceArn }, context) => {
  stageKey(ResourceArn);
  forgetAssociation(context.cloud, context, ResourceArn);
});

export const getWebAclForResource = operation('GetWebACLForResource', ({ ResourceArn }, context) => {
  requireStage(ResourceArn, context);
  const { associations, webAcls } = firewall(context);
  const acl = webAcls.get(associations.get(ResourceArn) ?? '');
  return acl ? { WebACL: shown(acl) } : {};
});

/** Without a type, AWS lists only load balancers. */
export const listResourcesForWebAcl = operation('ListResourcesForWebACL', ({ WebACLArn, ResourceType }, context) => {
  const { webAcls, associations } = firewall(context);
  if (!webAcls.get(WebACLArn)) throw nonexistent();
  const isGateway = ResourceType === 'API_GATEWAY';
  return { ResourceArns: isGateway ? associations.keys().filter((arn) => associations.get(arn) === WebACLArn) : [] };
});

/** Throws WAFNonexistentItemException if there is no such stage. */
function requireStage(arn: string, context: OperationContext): void {
  if (!context.collection('apigateway.stages').get(stageKey(arn))) throw nonexistent();
}

function stageKey(arn: string): string {
  const [, api, stage] = /^arn:aws:apigateway:[^:]*::\/restapis\/([^/]+)\/stages\/([^/]+)$/.exec(arn) ?? [];
  if (api === undefined) {
    if (/:(?:apigateway|elasticloadbalancing|appsync|cognito-idp|apprunner):/.test(arn) && !/\/restapis\//.test(arn)) {
      throw notImplemented(`AWS WAF with the resource ${arn}`);
    }
    throw invalidParameter(
      'RESOURCE_ARN',
      arn,
      'The ARN isn’t valid. A valid ARN begins with arn: and includes other information separated by colons or slashes.',
    );
  }
  return `${api}/${stage}`;
}
