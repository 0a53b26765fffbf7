/** Actions and resources of EventBridge (Service Authorization Reference, "Amazon EventBridge"). */
import { type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { withTagging } from '../../authorization/tag-keys.ts';
import { busArn, DEFAULT_BUS, ruleArn } from '../../services/events/model.ts';

const WITHOUT_RESOURCE = ['ListEventBuses', 'ListRules', 'TestEventPattern'];
const OF_BUSES = ['CreateEventBus', 'DeleteEventBus', 'DescribeEventBus'];

export const eventsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `events:${operation}`;
  const arnOf = (bus: string) => (bus.startsWith('arn:') ? bus : busArn(context, bus || DEFAULT_BUS));
  if (WITHOUT_RESOURCE.includes(operation)) return [{ action, resource: '*' }];
  if (operation === 'PutEvents') {
    const entries = Array.isArray(input.Entries) ? (input.Entries as { EventBusName?: unknown }[]) : [];
    const buses = new Set(entries.map((entry) => arnOf(textOf(entry?.EventBusName))));
    return [...buses].map((resource) => ({ action, resource }));
  }
  const tagged = textOf(input.ResourceARN);
  if (tagged !== '') return [{ action, resource: tagged }];
  if (OF_BUSES.includes(operation)) {
    return withTagging(input, { action, resource: arnOf(textOf(input.Name)) }, 'events:TagResource');
  }
  const bus = textOf(input.EventBusName).replace(/^arn:.*:event-bus\//, '') || DEFAULT_BUS;
  const name = textOf(input.Rule) || textOf(input.Name);
  return withTagging(input, { action, resource: ruleArn(context, { bus, name }) }, 'events:TagResource');
};
