/** `eventBuses` of apikit.yaml: the buses of EventBridge to which operations send. Their schema (draft-07). Pure. */
import { type Schema, section } from './schema-node.ts';

export interface EventBusConfig {
  /** The ARN of an existing bus, to which the stage only sends. */
  import?: string;
}

export const eventBusesSchema: Schema = {
  type: 'object',
  description:
    'Event buses of EventBridge by name. An operation sends to one with x-apikit: { integration: { eventBridge: { bus: <name>, source: …, detailType: … } } } (docs/events.md). The name default is the bus that every account has. EVENT_BUS_<NAME> has the ARN for the handler.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
  additionalProperties: section('One event bus.', {
    import: {
      type: 'string',
      pattern: '^arn:aws[a-z-]*:events:[a-z0-9-]+:\\d{12}:event-bus/[A-Za-z0-9._-]{1,256}$',
      description: 'ARN of an existing event bus to send to. apikit does not change, tag or delete it.',
    },
  }),
};

/** `imports`: whether the stage sends to the buses of others, or has its own in their place. */
export const resolveEventBus = (
  { import: imported }: EventBusConfig,
  imports: (arn: string) => boolean,
): EventBusConfig => (imported !== undefined && imports(imported) ? { import: imported } : {});
