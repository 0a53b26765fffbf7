/**
 * What the members of a request are, by AWS's own models: `input-shapes.json` is written from those that the SDK carries
 * (`test/local/protocols/input-shapes.test.ts`).
 */
import shapes from './input-shapes.json' with { type: 'json' };

/** A plain value (in small letters), the name of a structure, a list of one type, or a map whose values have one type. */
export type Type = string | readonly [Type] | { readonly of: Type };

export interface ServiceShapes {
  /** Operation → the structure of its request. */
  readonly operations: Readonly<Record<string, string>>;
  readonly structures: Readonly<Record<string, Readonly<Record<string, Type>>>>;
}

/** The request of one operation, with the structures that its members may be. */
export interface InputShape {
  readonly input: string;
  readonly structures: ServiceShapes['structures'];
}

const ALL = shapes as unknown as Readonly<Record<string, ServiceShapes>>;

/** `undefined` for services that look at the types of their requests themselves. */
export function inputShape(service: string, operation: string): InputShape | undefined {
  const known = ALL[service];
  const input = known?.operations[operation];
  return input === undefined ? undefined : { input, structures: known!.structures };
}
