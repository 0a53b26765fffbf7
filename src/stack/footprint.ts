/**
 * Lists in few characters what operations of a stage start, with the functions that go with it. The record of a release
 * keeps the list, so that a later deploy finds what apikit.yaml no longer has. Pure.
 */
import type { StageConfig } from '../config/config.ts';

/** `machine.orderFlow` and `machine.orderFlow.charge`. Names of apikit.yaml have no dots. */
export function footprintOf({ stateMachines }: StageConfig): { footprint?: string[] } {
  const machines = Object.entries(stateMachines).flatMap(([name, { functions, import: imported }]) =>
    imported === undefined
      ? [`machine.${name}`, ...Object.keys(functions).map((each) => `machine.${name}.${each}`)]
      : [],
  );
  return machines.length === 0 ? {} : { footprint: machines };
}
