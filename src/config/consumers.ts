/** The functions of a stage that consume streams, queues, topics and events, or run tasks of state machines. Pure. */
import { eventConsumer, queueConsumer, stepFunction, streamConsumer, topicConsumer } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

export interface Consumer {
  /** A part of the names of its resources: `items-stream`, `orders-queue`. */
  readonly id: string;
  /**
   * The key of its code in releases: the table's name, `queue/orders`, `machine/flow/charge`, `topic/created` or
   * `event/placed`.
   */
  readonly key: string;
  /** The path of its file relative to the project's root. */
  readonly entry: string;
  readonly runtime: string;
  /** Where its events come from, as text: "the stream of table items". */
  readonly source: string;
  /** The setting with the file. It begins with the section and the name of the table or queue. */
  readonly setting: readonly string[];
}

type Consumed = Pick<StageConfig, 'tables' | 'queues' | 'stateMachines' | 'topics' | 'eventRules'>;

export function consumersOf({ tables, queues, stateMachines, topics, eventRules }: Consumed): Consumer[] {
  const ofTables = Object.entries(tables).flatMap(([table, { stream }]): Consumer[] =>
    stream
      ? [
          {
            id: streamConsumer(table),
            key: table,
            entry: stream.consumer,
            runtime: stream.runtime,
            source: `the stream of table ${table}`,
            setting: ['tables', table, 'stream', 'consumer'],
          },
        ]
      : [],
  );
  const ofQueues = Object.entries(queues).flatMap(([queue, { consumer }]): Consumer[] =>
    consumer
      ? [
          {
            id: queueConsumer(queue),
            key: queueKey(queue),
            entry: consumer.handler,
            runtime: consumer.runtime,
            source: `queue ${queue}`,
            setting: ['queues', queue, 'consumer'],
          },
        ]
      : [],
  );
  const ofMachines = Object.entries(stateMachines).flatMap(([machine, { functions }]) =>
    Object.entries(functions).map(
      ([name, { handler, runtime }]): Consumer => ({
        id: stepFunction(machine, name),
        key: stepKey(machine, name),
        entry: handler,
        runtime,
        source: `tasks of state machine ${machine}`,
        setting: ['stateMachines', machine, 'functions', name],
      }),
    ),
  );
  const ofTopics = Object.entries(topics).flatMap(([topic, { consumer }]): Consumer[] =>
    consumer
      ? [
          {
            id: topicConsumer(topic),
            key: topicKey(topic),
            entry: consumer.handler,
            runtime: consumer.runtime,
            source: `topic ${topic}`,
            setting: ['topics', topic, 'consumer'],
          },
        ]
      : [],
  );
  const ofRules = Object.entries(eventRules).map(
    ([rule, { consumer }]): Consumer => ({
      id: eventConsumer(rule),
      key: eventKey(rule),
      entry: consumer.handler,
      runtime: consumer.runtime,
      source: `events of rule ${rule}`,
      setting: ['eventRules', rule, 'consumer'],
    }),
  );
  return [...ofTables, ...ofQueues, ...ofMachines, ...ofTopics, ...ofRules];
}

/** The queues that are told about records of streams that were skipped. */
export const failureQueues = ({ tables }: Pick<StageConfig, 'tables'>): string[] => [
  ...new Set(Object.values(tables).flatMap(({ stream }) => stream?.onFailure ?? [])),
];

/** The key cannot be that of a table, whose name has no slash. */
export const queueKey = (queue: string): string => `queue/${queue}`;

export const stepKey = (machine: string, name: string): string => `machine/${machine}/${name}`;

export const eventKey = (rule: string): string => `event/${rule}`;

export const topicKey = (topic: string): string => `topic/${topic}`;
