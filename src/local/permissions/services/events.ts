/** Actions and resources of EventBridge (Service Authorization Reference, "Amazon EventBridge"). */
import { type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { withTagging } from '../../authorization/tag-keys.ts';

const WITHOUT_RESOURCE = ['ListEventBuses', 'ListRules', 'TestEventPattern'];
const OF_BUSES = ['CreateEventBus', 'DeleteEventBus', 'DescribeEventBus'];

export const eventsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `events:${operation}`;
  const busArn = (bus: string) =>
    bus.startsWith('arn:') ? bus : regionalArn('events', context, `event-bus/${bus || 'default'}`);
  if (WITHOUT_RESOURCE.includes(operation)) return [{ action, resource: '*' }];
  if (operation === 'PutEvents') {
    const entries = Array.isArray(input.Entries) ? (input.Entries as { EventBusName?: unknown }[]) : [];
    const buses = new Set(entries.map((entry) => busArn(textOf(entry?.EventBusName))));
    return [...buses].map((resource) => ({ action, resource }));
  }
  const tagged = textOf(input.ResourceARN);
  if (tagged !== '') return [{ action, resource: tagged }];
  if (OF_BUSES.includes(operation)) {
    return withTagging(input, { action, resource: busArn(textOf(input.Name)) }, 'events:TagResource');
  }
  const bus = textOf(input.EventBusName).replace(/^arn:.*:event-bus\//, '') || 'default';
  const name = textOf(input.Rule) || textOf(input.Name);
  const resource = regionalArn('events', context, `rule/${bus === 'default' ? '' : `${bus}/`}${name}`);
  return withTagging(input, { action, resource }, 'events:TagResource');
};
