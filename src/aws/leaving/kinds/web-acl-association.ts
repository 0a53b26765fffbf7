/** How the association of a web ACL with the stage leaves. */
import type { WebAclAssociationShape } from '../../kinds/web-acl-association/web-acl-association.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const webAclAssociation: Leaving<WebAclAssociationShape> = {
  cloudFormation({ resource: { id, properties } }) {
    const { stage: ResourceArn, webAcl: WebACLArn } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::WAFv2::WebACLAssociation',
        properties: { ResourceArn, WebACLArn },
        identifier: { ResourceArn, WebACLArn },
      },
    ];
  },

  terraform({ resource: { id, properties } }) {
    const { stage, webAcl } = properties;
    return [
      {
        type: 'aws_wafv2_web_acl_association',
        name: terraformName(id),
        body: { resource_arn: stage, web_acl_arn: webAcl },
        importId: `${webAcl},${stage}`,
      },
    ];
  },
};
