/**
 * The types of request members by AWS's own models. `input-shapes.json` is generated from the models in the SDK
 * (`test/local/protocols/input-shapes.test.ts`).
 */
import type { InputShape, ServiceShapes } from '../cloud/input-shape.ts';
import shapes from './input-shapes.json' with { type: 'json' };

const ALL = shapes as unknown as Readonly<Record<string, ServiceShapes>>;

/** Returns `undefined` for services that check the types of their requests themselves. */
export function inputShape(service: string, operation: string): InputShape | undefined {
  const known = ALL[service];
  const input = known?.operations[operation];
  return input === undefined ? undefined : { input, structures: known!.structures };
}
