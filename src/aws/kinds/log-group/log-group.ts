/**
 * Kind `log-group`: created by apikit before anything writes to it, so that it has our retention and tags. An existing
 * group without tags was created by Lambda or API Gateway for the function or API of that name, and counts as ours.
 * docs/aws/logs.md says what AWS promises about log groups.
 */
import {
  AssociateKmsKeyCommand,
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import type { Right } from '../../../engine/rights.ts';
import { logGroupArn } from '../../../naming/arns.ts';
import { functionLogGroup, inApi } from '../../../naming/names.ts';
import { APP_TAG, identityIn, type Tags } from '../../../naming/tags.ts';
import { ownLogGroups } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';
import type { LogGroupProperties, LogGroupShape } from './shape.ts';

/** The permission to change the key of the groups, or to remove it. Only stages with the setting need it. */
export const groupKeyRight = (encrypts: boolean): Right => ({
  actions: [encrypts ? 'logs:AssociateKmsKey' : 'logs:DisassociateKmsKey'],
  on: ownLogGroups,
});

export function logGroupKind({ clients, clock, target, logs }: KindDependencies): Kind<LogGroupShape> {
  const arnOf = (name: string) => logGroupArn(target, name);
  const listing = sharedRead(clock, async (prefix) => await logGroupsFrom(await clients.logs(), prefix));

  /** The groups of a stage's functions begin with the same text, so that one listing has all of them. */
  async function find(client: CloudWatchLogsClient, name: string, tags: Tags): Promise<LogGroup | undefined> {
    const stem = functionLogGroup(identityIn(tags));
    if (!name.startsWith(stem)) return await logGroupNamed(client, name);
    const { groups, complete } = await listing.get(stem);
    const found = groups.find(({ logGroupName }) => logGroupName === name);
    return found || complete ? found : await logGroupNamed(client, name);
  }

  async function read(resource: Resource<LogGroupShape>): Promise<Observed<LogGroupShape> | undefined> {
    const name = nameOf(resource);
    if (name === undefined) return undefined;
    const client = await clients.logs();
    const arn = arnOf(name);
    const group = await find(client, name, resource.properties.tags);
    if (!group) return undefined;
    const found = await undefinedIfNotFound(client.send(new ListTagsForResourceCommand({ resourceArn: arn })));
    if (!found) return undefined;
    const tags = comparableTags(found.tags ?? {});
    const observed = observedAs(resource, name, arn, {
      retentionDays: group.retentionInDays,
      kmsKey: group.kmsKeyId ?? false,
      tags,
    });
    const { metricFilterCount: metricFilters = 0 } = group;
    return { ...observed, attributes: { ...observed.attributes, metricFilters } };
  }

  /** Returns whether it was created now, with its tags. */
  async function create(client: CloudWatchLogsClient, name: string, { tags, kmsKey }: LogGroupProperties) {
    const command = new CreateLogGroupCommand({ logGroupName: name, tags, ...(kmsKey && { kmsKeyId: kmsKey }) });
    try {
      await client.send(command);
      return true;
    } catch (error) {
      if (isAwsError(error, 'ResourceAlreadyExistsException')) return false;
      throw error;
    }
  }

  /** Events that are in the group already keep the key that they were written with. */
  async function syncKey(
    client: CloudWatchLogsClient,
    name: string,
    desired: string | false | undefined,
    had: string | false,
  ): Promise<void> {
    if (desired === undefined || desired === had) return;
    if (desired === false) await client.send(new DisassociateKmsKeyCommand({ logGroupName: name }));
    else await client.send(new AssociateKmsKeyCommand({ logGroupName: name, kmsKeyId: desired }));
  }

  async function apply(
    resource: Resource<LogGroupShape>,
    observed: Observed<LogGroupShape> | undefined,
  ): Promise<Observed<LogGroupShape>> {
    const client = await clients.logs();
    const name = existingName(resource);
    const desired = resource.properties;
    const created = !observed && (await create(client, name, desired));
    const had = observed?.properties;
    if (!created) await syncKey(client, name, desired.kmsKey, had?.kmsKey ?? false);
    if (had?.retentionDays !== desired.retentionDays) {
      await client.send(new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: desired.retentionDays }));
    }
    if (!created) await syncTags(client, arnOf(name), desired.tags, had?.tags ?? {});
    listing.forget();
    const { retentionDays, kmsKey = had?.kmsKey ?? false, tags } = desired;
    return { ...observedAs(resource, name, arnOf(name), { retentionDays, kmsKey, tags }), owned: true };
  }

  return {
    kind: 'log-group',
    rights: [
      { actions: ['logs:DescribeLogGroups'] },
      {
        actions: [
          'logs:ListTagsForResource',
          'logs:CreateLogGroup',
          'logs:PutRetentionPolicy',
          'logs:TagResource',
          'logs:UntagResource',
          'logs:DeleteLogGroup',
        ],
        on: ownLogGroups,
      },
    ],
    readsBy: ['api'],
    read,
    diff({ properties }, observed) {
      const { api: _, ...desired } = properties;
      const { kmsKey, ...found } = observed.properties;
      return diffFields(desired, { ...found, ...(desired.kmsKey !== undefined && { kmsKey }) });
    },
    apply,
    async remove(_resource, { attributes }, context) {
      await logs?.over(context.note, context.signal);
      listing.forget();
      const client = await clients.logs();
      const name = String(attributes.name);
      const command = new DeleteLogGroupCommand({ logGroupName: name });
      await undefinedIfNotFound(client.send(command));
    },
  };
}

/**
 * Lists with the whole name as a prefix. A listing by pattern leaves out the retention, and may lag behind. Names are
 * listed in order, so the group comes before all groups whose names begin with its own.
 */
export async function logGroupNamed(client: CloudWatchLogsClient, name: string): Promise<LogGroup | undefined> {
  return (await logGroupsFrom(client, name)).groups.find(({ logGroupName }) => logGroupName === name);
}

/** Returns the first groups whose names begin like this, and whether these are all of them. */
async function logGroupsFrom(client: CloudWatchLogsClient, logGroupNamePrefix: string) {
  const { logGroups = [], nextToken } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  return { groups: logGroups, complete: nextToken === undefined };
}

/** The group's name in the account; `undefined` if the API in the name does not exist yet. */
function nameOf({ name, properties }: Resource<LogGroupShape>): string | undefined {
  const { api } = properties;
  if (api === undefined) return name;
  return typeof api === 'string' ? inApi(name, api) : undefined;
}

function existingName(resource: Resource<LogGroupShape>): string {
  const name = nameOf(resource);
  if (name === undefined) throw new Error(`${resource.id} is to be made before its API`);
  return name;
}

async function syncTags(client: CloudWatchLogsClient, resourceArn: string, desired: Tags, had: Tags): Promise<void> {
  const { set, remove } = tagChanges(desired, had);
  if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: set }));
  if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
}

function observedAs(
  resource: Resource<LogGroupShape>,
  name: string,
  arn: string,
  properties: LogGroupShape['found'],
): Observed<LogGroupShape> {
  const { tags } = resource.properties;
  return {
    attributes: { arn, name },
    ...(name !== resource.name && { name }),
    properties,
    owned: properties.tags[APP_TAG] === undefined || owns(tags, properties.tags),
  };
}
