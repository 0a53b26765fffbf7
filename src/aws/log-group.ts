/**
 * Kind `log-group`: made by us before anything writes to it, so that retention and tags are ours. A group that is there
 * already without tags was made by Lambda or API Gateway for the function or API of that name, and is taken as ours.
 */
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Kind, KindContext, Observed, Resource } from '../engine/resource.ts';
import type { LogGroupProperties, Tags } from '../stack/properties.ts';
import { APP_TAG } from '../stack/tags.ts';
import { logGroupArn } from './arns.ts';
import { diffFields } from './field-diff.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { comparableTags, owns, tagChanges } from './ownership.ts';
import { retry } from './retry.ts';
import { ifThere, isAwsError } from './sdk-error.ts';
import { sharedRead } from './shared-read.ts';

/** ms. `OperationAbortedException` means that another change of the same group is under way (aws-facts §7). */
const CONFLICT_PATIENCE = 30_000;

export function logGroupKind({ clients, clock, target }: KindDependencies): Kind {
  const arnOf = (name: string) => logGroupArn(target, name);

  /** All groups with this in their names: those of the function and of the API are one listing. */
  const listing = sharedRead(clock, async (logGroupNamePattern) => {
    const client = await clients.logs();
    const groups: LogGroup[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern, nextToken }));
      groups.push(...(page.logGroups ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return groups;
  });

  async function read(resource: Resource): Promise<Observed | undefined> {
    const groups = await listing.get(resource.name.slice(resource.name.lastIndexOf('/') + 1));
    const group = groups.find(({ logGroupName }) => logGroupName === resource.name);
    if (!group) return undefined;
    const client = await clients.logs();
    const arn = arnOf(resource.name);
    const found = await ifThere(client.send(new ListTagsForResourceCommand({ resourceArn: arn })));
    if (!found) return undefined;
    return observedAs(resource, arn, { retentionDays: group.retentionInDays, tags: comparableTags(found.tags ?? {}) });
  }

  async function settled<T>(what: string, { signal }: KindContext, change: () => Promise<T>): Promise<T> {
    const hint = 'Something else is changing this log group. Run the command again: it continues where it stopped.';
    const retryable = (error: unknown) => isAwsError(error, 'OperationAbortedException');
    return await retry({ what, within: CONFLICT_PATIENCE, hint, clock, signal, retryable }, change);
  }

  /** Whether it was made now, tags included. */
  async function create(client: CloudWatchLogsClient, { name, properties }: Resource, context: KindContext) {
    const { tags } = properties as unknown as LogGroupProperties;
    try {
      await settled(`create log group ${name}`, context, () =>
        client.send(new CreateLogGroupCommand({ logGroupName: name, tags })),
      );
      return true;
    } catch (error) {
      if (isAwsError(error, 'ResourceAlreadyExistsException')) return false;
      throw error;
    }
  }

  async function apply(resource: Resource, observed: Observed | undefined, context: KindContext): Promise<Observed> {
    const client = await clients.logs();
    const { name } = resource;
    const desired = resource.properties as unknown as LogGroupProperties;
    const created = !observed && (await create(client, resource, context));
    const had = observed?.properties as Partial<LogGroupProperties> | undefined;
    if (had?.retentionDays !== desired.retentionDays) {
      await settled(`set the retention of log group ${name}`, context, () =>
        client.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: desired.retentionDays })),
      );
    }
    if (!created) await syncTags(client, arnOf(name), desired.tags, had?.tags ?? {});
    listing.forget();
    return { ...observedAs(resource, arnOf(name), { ...desired }), owned: true };
  }

  return {
    kind: 'log-group',
    actions: [
      'logs:DescribeLogGroups',
      'logs:ListTagsForResource',
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'logs:TagResource',
      'logs:UntagResource',
      'logs:DeleteLogGroup',
    ],
    read,
    diff: (desired, observed) => diffFields(desired.properties, observed.properties),
    apply,
    async remove({ name }, _observed, context) {
      const client = await clients.logs();
      listing.forget();
      const command = new DeleteLogGroupCommand({ logGroupName: name });
      await ifThere(settled(`delete log group ${name}`, context, () => client.send(command)));
      // Again, since whoever listed while it was being deleted has seen it.
      listing.forget();
    },
  };
}

async function syncTags(client: CloudWatchLogsClient, resourceArn: string, desired: Tags, had: Tags): Promise<void> {
  const { set, remove } = tagChanges(desired, had);
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: set }));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
}

function observedAs(
  resource: Resource,
  arn: string,
  properties: { retentionDays: number | undefined; tags: Tags },
): Observed {
  const { tags } = resource.properties as unknown as LogGroupProperties;
  return {
    attributes: { arn, name: resource.name },
    properties,
    owned: properties.tags[APP_TAG] === undefined || owns(tags, properties.tags),
  };
}
