/** The placeholders of `apikit.yaml`, such as `${table.items}`, for values that depend on the stage. Pure. */
import type { ArnScope } from '../naming/arn-scope.ts';
import { functionArn, tableArn } from '../naming/arns.ts';
import { consumerName, functionName, stepFunction } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { eventBusArnOf, physicalEventBus } from './physical-event-bus.ts';
import { physicalQueue, queueArnOf } from './physical-queue.ts';
import { physicalStateMachine, stateMachineArnOf } from './physical-state-machine.ts';
import { physicalTable } from './physical-table.ts';
import { physicalTopic, topicArnOf } from './physical-topic.ts';

/** Values by the names between the braces. */
type Values = ReadonlyMap<string, string>;

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** The values for `function.environment`. */
export function environmentValues(config: StageConfig): Values {
  return new Map([
    ['app', config.app],
    ['stage', config.stage],
    ['region', config.region],
    ['function', functionName(config)],
    ...Object.keys(config.tables).map((table): [string, string] => [`table.${table}`, physicalTable(config, table)]),
    ...Object.keys(config.queues).map((queue): [string, string] => [`queue.${queue}`, physicalQueue(config, queue)]),
    ...Object.keys(config.stateMachines).map((machine): [string, string] => [
      `stateMachine.${machine}`,
      physicalStateMachine(config, machine),
    ]),
    ...Object.keys(config.topics).map((topic): [string, string] => [`topic.${topic}`, physicalTopic(config, topic)]),
    ...Object.keys(config.eventBuses).map((bus): [string, string] => [
      `eventBus.${bus}`,
      physicalEventBus(config, bus),
    ]),
  ]);
}

/** The values for `function.permissions`: those of a variable, and the parts of an ARN. */
export function permissionValues(config: StageConfig, scope: ArnScope): Values {
  const { partition, account } = scope;
  const arns = Object.keys(config.tables).map((table): [string, string] => [
    `table.${table}.arn`,
    tableArn(scope, physicalTable(config, table)),
  ]);
  const queues = Object.keys(config.queues).map((queue): [string, string] => [
    `queue.${queue}.arn`,
    queueArnOf(config, queue, scope),
  ]);
  const machines = Object.keys(config.stateMachines).map((machine): [string, string] => [
    `stateMachine.${machine}.arn`,
    stateMachineArnOf(config, machine, scope),
  ]);
  const topics = Object.keys(config.topics).map((topic): [string, string] => [
    `topic.${topic}.arn`,
    topicArnOf(config, topic, scope),
  ]);
  const eventBuses = Object.keys(config.eventBuses).map((bus): [string, string] => [
    `eventBus.${bus}.arn`,
    eventBusArnOf(config, bus, scope),
  ]);
  // The names of tables come last: a table may have the name `items.arn`.
  return new Map([
    ...arns,
    ...queues,
    ...machines,
    ...topics,
    ...eventBuses,
    ['partition', partition],
    ['account', account],
    ...environmentValues(config),
  ]);
}

/** The values for the definitions of state machines: those of permissions, and the ARNs of functions. */
export function definitionValues(config: StageConfig, machine: string, scope: ArnScope): Values {
  const steps = Object.keys(config.stateMachines[machine]?.functions ?? {}).map((name): [string, string] => [
    `function.${name}.arn`,
    functionArn(scope, consumerName(config, stepFunction(machine, name))),
  ]);
  return new Map([
    ['function.arn', functionArn(scope, functionName(config))],
    ...steps,
    ...permissionValues(config, scope),
  ]);
}

/** Replaces each placeholder that has a value. The others stay. */
export function filled(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}

/** Returns the names of the placeholders that have no value. */
export function unknownPlaceholders(text: string, values: Values): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!).filter((name) => !values.has(name));
}
