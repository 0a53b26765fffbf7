/**
 * Kind `web-acl-association`: puts a web ACL in front of the stage, and takes it away. The read of the stage says which
 * one there is, so that this kind makes no call if nothing changes.
 */
import type { Kind, Later, Observed, Resource } from '../../../engine/resource.ts';
import { ref } from '../../../engine/resource.ts';
import { webAclName } from '../../../naming/names.ts';
import { apiGatewayArn } from '../../arns/arns.ts';
import { ownWebAcls, resourceTagsMatch } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { patiently } from '../../waf/patience.ts';
import { GONE } from '../../waf/regional.ts';
import type { KindDefinition } from '../definition.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

/** The name is that of the web ACL, or the ARN of one that somebody else manages. */
export interface WebAclAssociationShape {
  kind: 'web-acl-association';
  properties: {
    /** The ARN of the stage. */
    stage: Later<string>;
    /** The ARN of the web ACL that the stage has now. */
    present: Later<string | null>;
    webAcl: Later<string>;
  };
  attributes: Record<string, never>;
  found: { webAcl: string };
}

function webAclAssociationKind({ clients, clock }: KindDependencies): Kind<WebAclAssociationShape> {
  const associated = (webAcl: string): Observed<WebAclAssociationShape> => ({
    attributes: {},
    properties: { webAcl },
    owned: true,
  });
  return {
    kind: 'web-acl-association',
    rights: [
      {
        actions: ['wafv2:AssociateWebACL'],
        on: (scope, name) => (name.startsWith('arn:') ? [name] : ownWebAcls(scope)),
      },
      {
        actions: ['wafv2:AssociateWebACL', 'wafv2:DisassociateWebACL', 'apigateway:SetWebACL'],
        on: (scope) => [apiGatewayArn(scope, `/restapis/*/stages/${scope.stage}`)],
        when: resourceTagsMatch,
      },
    ],
    readsBy: ['present'],
    async read({ properties: { present } }) {
      return typeof present === 'string' ? associated(present) : undefined;
    },
    diff: ({ properties: { webAcl } }: Resource<WebAclAssociationShape>, observed) =>
      diffFields({ webAcl }, observed.properties),
    async apply({ properties: { stage, webAcl } }, _, context) {
      const client = await clients.waf();
      const { AssociateWebACLCommand } = await import('@aws-sdk/client-wafv2');
      await patiently({ what: 'put the web ACL in front of the stage', until: 'known', clock, context }, () =>
        client.send(new AssociateWebACLCommand({ WebACLArn: webAcl, ResourceArn: stage })),
      );
      return associated(webAcl);
    },
    async remove({ properties: { stage } }) {
      if (typeof stage !== 'string') return;
      const client = await clients.waf();
      const { DisassociateWebACLCommand } = await import('@aws-sdk/client-wafv2');
      await undefinedIfNotFound(client.send(new DisassociateWebACLCommand({ ResourceArn: stage })), GONE);
    },
  };
}

export const webAclAssociation: KindDefinition<WebAclAssociationShape> = {
  kind: 'web-acl-association',
  create: webAclAssociationKind,
  former: {
    properties: () => ({ stage: ref<string>('stage', 'arn'), present: ref<string>('stage', 'webAcl'), webAcl: '' }),
    id: () => 'web-acl-association',
    name: webAclName,
    after: ['web-acl'],
  },
};
