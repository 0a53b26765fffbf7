/** CreateEventBus, DescribeEventBus, ListEventBuses, DeleteEventBus. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import {
  type Bus,
  busArn,
  busesOf,
  checkTags,
  DEFAULT_BUS,
  findBus,
  invalid,
  PAGE,
  page,
  rulesOfBus,
} from './model.ts';
import { operation } from './operation.ts';

export const createEventBus = operation('CreateEventBus', (input, context) => {
  refuseMembers('EventBridge CreateEventBus', input, [
    'EventSourceName',
    'KmsKeyIdentifier',
    'DeadLetterConfig',
    'LogConfig',
  ]);
  const { Name: name, Description: description, Tags } = input;
  if (name.includes('/')) throw invalid("Event bus name must not contain '/'.");
  if (name === DEFAULT_BUS || busesOf(context).get(name)) {
    throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
  }
  busesOf(context).put(name, {
    name,
    ...(description !== undefined && { description }),
    createdAt: context.cloud.clock.now(),
    tags: checkTags(Tags),
  });
  return { EventBusArn: busArn(context, name), Description: description };
});

export const describeEventBus = operation('DescribeEventBus', ({ Name }, context) =>
  onWire(findBus(context, Name), context),
);

export const listEventBuses = operation('ListEventBuses', ({ NamePrefix = '', NextToken, Limit }, context) => {
  const own = busesOf(context)
    .values()
    .filter(({ name }) => name !== DEFAULT_BUS);
  const all = [findBus(context), ...own].filter(({ name }) => name.startsWith(NamePrefix));
  const { items, next } = page(all, Limit ?? PAGE, NextToken);
  return { EventBuses: items.map((bus) => onWire(bus, context)), NextToken: next };
});

/** Deleting a missing bus succeeds. */
export const deleteEventBus = operation('DeleteEventBus', ({ Name }, context) => {
  if (Name === DEFAULT_BUS) throw invalid('Cannot delete event bus default.');
  if (rulesOfBus(context, Name).length > 0) throw invalid("EventBus can't be deleted since it has rules.");
  busesOf(context).delete(Name);
});

function onWire({ name, description, createdAt }: Bus, context: OperationContext) {
  const at = new Date(createdAt);
  return {
    Name: name,
    Arn: busArn(context, name),
    Description: description,
    ...(name !== DEFAULT_BUS && { CreationTime: at, LastModifiedTime: at }),
  };
}
