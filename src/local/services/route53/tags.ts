/** ChangeTagsForResource and ListTagsForResource, for hosted zones. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type HostedZone, hostedZones } from '../../state/hosted-zones.ts';
import { findZone } from './hosted-zones.ts';
import { operation } from './operation.ts';

export const changeTags = operation('ChangeTagsForResource', (input, context) => {
  const { AddTags = [], RemoveTagKeys = [] } = input;
  const zone = taggedZone(input, context);
  const added = Object.fromEntries(AddTags.map(({ Key = '', Value = '' }) => [Key, Value]));
  const kept = Object.entries({ ...zone.tags, ...added }).filter(([key]) => !RemoveTagKeys.includes(key));
  hostedZones(context.cloud).put(zone.id, { ...zone, tags: Object.fromEntries(kept) });
});

export const listTags = operation('ListTagsForResource', (input, context) => {
  const { id, tags } = taggedZone(input, context);
  return {
    ResourceTagSet: {
      ResourceType: 'hostedzone',
      ResourceId: id,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
  };
});

function taggedZone(
  { ResourceType, ResourceId }: { readonly ResourceType: string; readonly ResourceId: string },
  context: OperationContext,
): HostedZone {
  if (ResourceType !== 'hostedzone') throw notImplemented(`Route 53's tags of a ${ResourceType}`);
  return findZone(ResourceId, context);
}
