/** CreateTags, and the tags of a request that creates something. */
import { type Tag, tagsCheckedAs, withTags } from '../../cloud/tag-list.ts';
import type { TagSpecification } from '../../models/ec2.ts';
import { type Network, networkOf } from '../../state/network/model.ts';
import { ec2Error } from './errors.ts';
import { operation } from './operation.ts';

const checked = tagsCheckedAs('InvalidParameterValue');

/** Throws InvalidParameterValue for tags of another type of resource. */
export function newTags(specifications: readonly TagSpecification[] | undefined, type: string): readonly Tag[] {
  return checked(
    (specifications ?? []).flatMap(({ ResourceType, Tags = [] }) => {
      if (ResourceType !== type) {
        throw ec2Error(
          'InvalidParameterValue',
          `'${ResourceType}' is not a valid taggable resource type for this operation.`,
        );
      }
      return Tags.map(({ Key = '', Value = '' }) => ({ Key, Value }));
    }),
  );
}

const TAGGED = ['vpcs', 'subnets', 'securityGroups', 'vpcEndpoints'] as const satisfies readonly (keyof Network)[];

export const createTags = operation('CreateTags', ({ Resources, Tags }, context) => {
  const network = networkOf(context.cloud, context);
  const more = checked(Tags.map(({ Key = '', Value = '' }) => ({ Key, Value })));
  for (const id of Resources) {
    const kind = TAGGED.find((name) => network[name].has(id));
    if (kind === undefined) throw ec2Error('InvalidID', `The ID '${id}' is not valid`);
    const found = network[kind].get(id)!;
    (network[kind] as { put(key: string, value: unknown): void }).put(id, {
      ...found,
      tags: withTags(found.tags, more),
    });
  }
});
