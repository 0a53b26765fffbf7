/**
 * Takes a web ACL away from the stages that it protects, so that it can be deleted. A stage that is not ours keeps its
 * protection, and the error names it.
 */
import { GetTagsCommand } from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { owns } from '../ownership/ownership.ts';
import type { Clients } from '../sdk/clients.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { GONE } from './regional.ts';

interface Owned {
  readonly arn: string;
  readonly name: string;
  readonly tags: Tags;
}

export async function releaseStages(clients: Clients, { arn, name, tags }: Owned): Promise<void> {
  const client = await clients.waf();
  const { DisassociateWebACLCommand, ListResourcesForWebACLCommand } = await import('@aws-sdk/client-wafv2');
  const { ResourceArns = [] } = await client.send(
    new ListResourcesForWebACLCommand({ WebACLArn: arn, ResourceType: 'API_GATEWAY' }),
  );
  for (const ResourceArn of ResourceArns) {
    const gateway = await clients.apiGateway();
    const found = await undefinedIfNotFound(gateway.send(new GetTagsCommand({ resourceArn: ResourceArn })));
    if (found && !owns(tags, found.tags ?? {})) throw protectsAnother(name, ResourceArn);
    await undefinedIfNotFound(client.send(new DisassociateWebACLCommand({ ResourceArn })), GONE);
  }
}

function protectsAnother(name: string, stage: string): ApikitError {
  return new ApikitError(
    'WebAclInUse',
    `The web ACL ${name} also protects ${stage}, which does not belong to this stage.`,
    {
      hint: 'Give that stage another web ACL in the AWS WAF console, and run the same command again.',
    },
  );
}
