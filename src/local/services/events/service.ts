/** EventBridge: event buses, and rules that deliver events to functions and queues (AWS JSON 1.1). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { createEventBus, deleteEventBus, describeEventBus, listEventBuses } from './buses.ts';
import { putEvents } from './put-events.ts';
import { deleteRule, describeRule, disableRule, enableRule, listRules, putRule } from './rules.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { listTargetsByRule, putTargets, removeTargets } from './targets.ts';
import { testEventPattern } from './test-event-pattern.ts';

export const service: ServiceDefinition = {
  id: 'events',
  signingNames: ['events'],
  protocols: [{ type: 'json', target: 'AWSEvents', version: '1.1' }],
  constraintError: 'ValidationException',
  operations: [
    ...[createEventBus, describeEventBus, listEventBuses, deleteEventBus],
    ...[putRule, describeRule, listRules, enableRule, disableRule, deleteRule],
    ...[putTargets, removeTargets, listTargetsByRule],
    ...[putEvents, testEventPattern],
    ...[tagResource, untagResource, listTagsForResource],
  ],
};
