/** TagResource, UntagResource and ListTagsForResource, for state machines. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { machineArn, machinesOf, type StateMachine, type Tag } from './model.ts';
import { operation } from './operation.ts';

function tagged(arn: string, context: OperationContext): StateMachine {
  const machine = machinesOf(context.cloud, context)
    .values()
    .find(({ name }) => machineArn(context, name) === arn);
  if (!machine) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
  return machine;
}

const retag = (machine: StateMachine, tags: readonly Tag[], context: OperationContext) =>
  machinesOf(context.cloud, context).put(machine.name, { ...machine, tags });

export const tagResource = operation('TagResource', ({ resourceArn, tags }, context) => {
  const machine = tagged(resourceArn, context);
  const added = tags.map(({ key = '', value = '' }) => ({ key, value }));
  const kept = machine.tags.filter(({ key }) => !added.some((tag) => tag.key === key));
  if (kept.length + added.length > 50) {
    throw new AwsError('TooManyTags', `Too many tags for '${resourceArn}'`, { members: { resourceName: resourceArn } });
  }
  retag(machine, [...kept, ...added], context);
});

export const untagResource = operation('UntagResource', ({ resourceArn, tagKeys }, context) => {
  const machine = tagged(resourceArn, context);
  retag(
    machine,
    machine.tags.filter(({ key }) => !tagKeys.includes(key)),
    context,
  );
});

export const listTagsForResource = operation('ListTagsForResource', ({ resourceArn }, context) => ({
  tags: [...tagged(resourceArn, context).tags],
}));
