/** The handler's environment variables. Pure. */
import {
  bucketName,
  bucketVariable,
  eventBusVariable,
  queueVariable,
  secretVariable,
  stateMachineVariable,
  tableVariable,
  topicVariable,
} from '../naming/names.ts';
import { partitionOf } from '../naming/regions.ts';
import type { StageConfig } from './config.ts';
import { loggerLevel } from './function-logging.ts';
import { allowedOrigins } from './loopback-origins.ts';
import { eventBusArnOf } from './physical-event-bus.ts';
import { physicalQueue } from './physical-queue.ts';
import { stateMachineArnOf } from './physical-state-machine.ts';
import { physicalTable } from './physical-table.ts';
import { topicArnOf } from './physical-topic.ts';
import { environmentValues, filled } from './placeholders.ts';

/** Stands for the account where only the names or the length of the variables matter. */
export const ANY_ACCOUNT = '000000000000';

/** The user's own variables win only for LOG_LEVEL. `apikit.yaml` may not contain the other names. */
export function handlerEnvironment(config: StageConfig, account: string): Record<string, string> {
  const tables = Object.keys(config.tables).map(
    (table) => [tableVariable(table), physicalTable(config, table)] as const,
  );
  const queues = Object.keys(config.queues).map(
    (queue) => [queueVariable(queue), physicalQueue(config, queue)] as const,
  );
  const buckets = Object.keys(config.buckets).map(
    (bucket) => [bucketVariable(bucket), bucketName(config, bucket, account)] as const,
  );
  const scope = { partition: partitionOf(config.region).id, region: config.region, account };
  const machines = Object.keys(config.stateMachines).map(
    (machine) => [stateMachineVariable(machine), stateMachineArnOf(config, machine, scope)] as const,
  );
  const topics = Object.keys(config.topics).map(
    (topic) => [topicVariable(topic), topicArnOf(config, topic, scope)] as const,
  );
  const eventBuses = Object.keys(config.eventBuses).map(
    (bus) => [eventBusVariable(bus), eventBusArnOf(config, bus, scope)] as const,
  );
  const values = environmentValues(config);
  const secrets = Object.entries(config.function.secrets ?? {});
  return {
    LOG_LEVEL: loggerLevel(config.function.logging),
    ...Object.fromEntries(
      Object.entries(config.function.environment).map(([name, value]) => [name, filled(value, values)]),
    ),
    ...Object.fromEntries([...tables, ...queues, ...machines, ...topics, ...eventBuses, ...buckets]),
    // The environment contains references, never values: those are only in the handler's memory.
    ...Object.fromEntries(secrets.map(([name, { from }]) => [secretVariable(name), from])),
    APIKIT_APP: config.app,
    APIKIT_STAGE: config.stage,
    CORS_ORIGINS: config.cors ? allowedOrigins(config.cors).join(',') : '',
    ...(config.cors?.credentials && { CORS_CREDENTIALS: 'true' }),
    ...(config.cors && { CORS_EXPOSE_HEADERS: config.cors.exposeHeaders.join(',') }),
  };
}
