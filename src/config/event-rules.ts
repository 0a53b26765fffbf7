/** `eventRules` of apikit.yaml: the events that functions consume. Their schema (draft-07) and defaults. Pure. */
import { DEFAULT_BUS } from '../naming/default-bus.ts';
import { consumerRuntime, type FunctionSettings } from './queues.ts';
import { type Schema, section } from './schema-node.ts';

export interface EventRuleConfig {
  /** A name under `eventBuses`, or `default`. */
  bus: string;
  /** The events that match, in the form of EventBridge. */
  pattern: Record<string, unknown>;
  consumer: {
    /** The path relative to the project's root. */
    handler: string;
    runtime: string;
  };
}

export interface RawEventRule {
  bus?: string;
  pattern?: Record<string, unknown>;
  consumer?: string;
}

export const eventRulesSchema: Schema = {
  type: 'object',
  description:
    'Rules of EventBridge by name: events of a bus that match a pattern go to a function (docs/events.md). apikit makes no rules with schedules.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
  additionalProperties: section('One rule.', {
    bus: {
      type: 'string',
      minLength: 1,
      description: 'A name under eventBuses, or default: the bus that every account has. Default: default.',
    },
    pattern: {
      type: 'object',
      minProperties: 1,
      description:
        'The event pattern: { detail-type: [OrderPlaced], detail: { total: [{ numeric: [">", 100] }] } }. Required.',
    },
    consumer: {
      type: 'string',
      minLength: 1,
      description:
        "File with a function that gets each event that matches, relative to the project's folder: src/on-placed.ts. Its export is handler. Required.",
    },
  }),
};

export const resolveEventRule = (
  { bus = DEFAULT_BUS, pattern = {}, consumer = '' }: RawEventRule,
  fn: FunctionSettings,
): EventRuleConfig => ({ bus, pattern, consumer: { handler: consumer, runtime: consumerRuntime(consumer, fn) } });
