/** A node of the JSON Schema of `apikit.yaml`. Pure. */

export interface Schema {
  readonly [keyword: string]: unknown;
}

export function section(description: string, properties: Record<string, Schema>): Schema {
  return { type: 'object', description, additionalProperties: false, properties };
}
