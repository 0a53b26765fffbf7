/**
 * Lists in few characters what operations of a stage start or send to, with the functions that go with it, and the
 * layers of the project. The record of a release keeps the list, so that a later deploy finds what apikit.yaml no
 * longer has. Pure.
 */
import type { StageConfig } from '../config/config.ts';
import { layerFolders } from '../config/layer-versions.ts';
import { DEFAULT_BUS } from '../naming/default-bus.ts';

/**
 * `machine.orderFlow`, `machine.orderFlow.charge`, `topic.created.consumer`, `bus.orders`, `rule.placed.orders` with
 * the bus of the rule, and `layer.common`. Names of apikit.yaml have no dots.
 */
export function footprintOf(config: StageConfig): { footprint?: string[] } {
  const { stateMachines, topics, eventBuses, eventRules } = config;
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
  const layers = layerFolders(config).map(({ name }) => `layer.${name}`);
  const all = [...machines, ...own, ...buses, ...rules, ...layers];
  return all.length === 0 ? {} : { footprint: all };
}
