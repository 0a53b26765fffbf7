/**
 * The types of request members by AWS's own models. `input-shapes.json` is generated from the models in the SDK
 * (`test/local/protocols/input-shapes.test.ts`).
 */
import shapes from './input-shapes.json' with { type: 'json' };

/** A plain type (in lower case), the name of a structure, a list with one item type, or a map with one value type. */
export type Type = string | readonly [Type] | { readonly of: Type };

export interface ServiceShapes {
  /** Operation → structure of its request. */
  readonly operations: Readonly<Record<string, string>>;
  readonly structures: Readonly<Record<string, Readonly<Record<string, Type>>>>;
}

/** The request of one operation, with the structures that its members can have. */
export interface InputShape {
  readonly input: string;
  readonly structures: ServiceShapes['structures'];
}

const ALL = shapes as unknown as Readonly<Record<string, ServiceShapes>>;

/** Returns `undefined` for services that check the types of their requests themselves. */
export function inputShape(service: string, operation: string): InputShape | undefined {
  const known = ALL[service];
  const input = known?.operations[operation];
  return input === undefined ? undefined : { input, structures: known!.structures };
}
