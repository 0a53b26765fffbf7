/** The shape of an event bus of EventBridge. Types only. */
import type { Tags } from '../../../naming/tags.ts';

export interface EventBusShape {
  kind: 'event-bus';
  properties: { tags: Tags };
  attributes: { arn: string; name: string };
  found: { tags: Tags };
}
