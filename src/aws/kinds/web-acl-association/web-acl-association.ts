/**
 * Kind `web-acl-association`: puts a web ACL in front of the stage, and takes it away. The read of the stage says which
 * one there is, so that this kind makes no call if nothing changes. An association has no tags: it is ours if it leads
 * to the web ACL that apikit.yaml names or to the stage's own one. Another one is replaced only with `--adopt`.
 */
import type { Kind, Later, Observed, Resource } from '../../../engine/resource.ts';
import { ref } from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import { webAclName } from '../../../naming/names.ts';
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
    /** The name of the web ACL that apikit creates for the stage. Without it, every web ACL may be taken away. */
    own?: string;
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

  /** The web ACL that the stage has now. The refusal of a foreign one names it, and so does the plan of its removal. */
  function found(resource: Resource<WebAclAssociationShape>, present: string): Observed<WebAclAssociationShape> {
    const { webAcl, own } = resource.properties;
    const name = nameIn(present);
    if (own === undefined) return { ...associated(present), name };
    if (present === webAcl || name === own) return associated(present);
    return {
      ...associated(present),
      owned: false,
      foreign: {
        because: `The stage is protected by the web ACL ${name} (${present}), which apikit did not put in front of it.`,
        hint: `Write waf: ${present} in apikit.yaml to keep it, or deploy with --adopt to put ${nameIn(resource.name)} in its place.`,
      },
    };
  }
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
    async read(resource) {
      const { present } = resource.properties;
      return typeof present === 'string' ? found(resource, present) : undefined;
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

/** The name of a web ACL, of whose ARN it is a part. */
const nameIn = (webAcl: string): string => /:regional\/webacl\/([^/]+)\//.exec(webAcl)?.[1] ?? webAcl;

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
