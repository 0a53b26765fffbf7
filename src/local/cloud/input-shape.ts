/** The types of the members of a request, as AWS's own models have them. Types only. */

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
