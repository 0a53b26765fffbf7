/**
 * The nodes of the JSON Schema (draft-07) of `apikit.yaml` that several sections share. Descriptions contain the unit
 * and the default: editors show them, and the reference docs are generated from them. `resolve.ts` contains the
 * defaults themselves. Pure.
 */

export interface Schema {
  readonly [keyword: string]: unknown;
}

export function section(description: string, properties: Record<string, Schema>): Schema {
  return { type: 'object', description, additionalProperties: false, properties };
}

export function textMap(description: string, keyPattern?: string): Schema {
  return {
    type: 'object',
    description,
    ...(keyPattern && { propertyNames: { pattern: keyPattern } }),
    additionalProperties: { type: 'string' },
  };
}

export const kmsKey: Schema = {
  type: 'string',
  pattern: '^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$',
};

/** A time in apikit.yaml: `90m`, `12h`, `3d`. */
export const DURATION_PATTERN = '^[1-9][0-9]{0,4}[mhd]$';
