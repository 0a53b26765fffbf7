/**
 * Lists in few characters what operations of a stage start or send to, with the functions that go with it. The record
 * of a release keeps the list, so that a later deploy finds what apikit.yaml no longer has. Pure.
 */
import type { StageConfig } from '../config/config.ts';
import { DEFAULT_BUS } from '../config/event-buses.ts';

/**
 * `machine.orderFlow`, `machine.orderFlow.charge`, `topic.created.consumer`, `bus.orders`, and `rule.placed.orders`
 * with the bus of the rule. Names of apikit.yaml have no dots.
 */
export function footprintOf({ stateMachines, topics, eventBuses, eventRules }: StageConfig): { footprint?: string[] } {
  const machines = Object.entries(stateMachines).flatMap(([name, { functions, import: imported }]) =>
    imported === undefined
      ? [`machine.${name}`, ...Object.keys(functions).map((each) => `machine.${name}.${each}`)]
      : [],
  );
  const own = Object.entries(topics).flatMap(([name, { consumer, import: imported }]) =>
    imported === undefined ? [`topic.${name}`, ...(consumer ? [`topic.${name}.consumer`] : [])] : [],
  );
  const buses = Object.entries(eventBuses).flatMap(([name, { import: imported }]) =>
    name === DEFAULT_BUS || imported !== undefined ? [] : [`bus.${name}`],
  );
  const rules = Object.entries(eventRules).map(([name, { bus }]) =>
    bus === DEFAULT_BUS ? `rule.${name}` : `rule.${name}.${bus}`,
  );
  const all = [...machines, ...own, ...buses, ...rules];
  return all.length === 0 ? {} : { footprint: all };
}
