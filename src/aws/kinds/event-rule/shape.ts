/** The shape of a rule of EventBridge that brings events to a function of the stage. Types only. */
import type { Tags } from '../../../naming/tags.ts';

/** The resource's name has the bus and the rule: `items-api-dev-orders/items-api-dev-placed`. */
export interface EventRuleShape {
  kind: 'event-rule';
  properties: {
    /** JSON. */
    pattern: string;
    /** The ARN of the function. */
    target: string;
    tags: Tags;
  };
  attributes: { arn: string; name: string };
  found: {
    pattern: string;
    enabled: boolean;
    /** The ARN of apikit's own target. Targets of other people stay. */
    target?: string;
    /** Whether apikit's target gets the whole event. */
    whole: boolean;
    tags: Tags;
  };
}
