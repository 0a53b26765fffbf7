/** `AttributeUpdates`, the changes of DynamoDB's older interface. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AttributeValue, attributeOf, type Item, setAttribute, typeOf } from '../items/attribute-value.ts';
import { addNumbers } from '../items/number.ts';
import { readValue } from '../items/read-value.ts';
import { withMembers, withoutMembers } from '../items/sets.ts';

export interface LegacyUpdate {
  readonly action: 'PUT' | 'ADD' | 'DELETE';
  readonly value?: AttributeValue;
}

interface Given {
  readonly Action?: 'PUT' | 'ADD' | 'DELETE';
  readonly Value?: unknown;
}

/** Throws ValidationException with the texts that dynalite's tests recorded. */
export function readLegacyUpdates(given: unknown): Map<string, LegacyUpdate> {
  const updates = new Map<string, LegacyUpdate>();
  for (const [name, { Action: action = 'PUT', Value }] of Object.entries(given as Readonly<Record<string, Given>>)) {
    const value = Value === undefined ? undefined : readValue(Value);
    if (!value && action !== 'DELETE') {
      throw invalid(`${INVALID}: Only DELETE action is allowed when no attribute value is specified`);
    }
    const type = value && typeOf(value);
    if (type && action === 'DELETE' && !SETS.includes(type)) {
      throw invalid(`${INVALID}: DELETE action with value is not supported for the type ${type}`);
    }
    if (type && action === 'ADD' && ![...SETS, 'L', 'N'].includes(type)) {
      throw invalid(`${INVALID}: ADD action is not supported for the type ${type}`);
    }
    updates.set(name, { action, ...(value && { value }) });
  }
  return updates;
}

const SETS: readonly string[] = ['SS', 'NS', 'BS'];
const INVALID = 'One or more parameter values were invalid';

/** Returns the changed item. Throws ValidationException if the types do not fit. */
export function applyLegacyUpdates(updates: ReadonlyMap<string, LegacyUpdate>, item: Item): Item {
  const changed: Record<string, AttributeValue> = { ...item };
  for (const [name, update] of updates) {
    const present = attributeOf(changed, name);
    const value = changedValue(update, present);
    if (value) setAttribute(changed, name, value);
    else delete changed[name];
  }
  return changed;
}

/** Returns `undefined` if the attribute is deleted. */
function changedValue(
  { action, value }: LegacyUpdate,
  present: AttributeValue | undefined,
): AttributeValue | undefined {
  if (action === 'PUT' || !value) return value;
  const type = typeOf(value);
  if (present && typeOf(present) !== type) throw invalid('Type mismatch for attribute to update');
  if (action === 'DELETE') return present && withoutMembers(present, value);
  if (!present) return value;
  if (value.N !== undefined) return { N: addNumbers(present.N!, value.N) };
  return value.L ? { L: [...present.L!, ...value.L] } : withMembers(present, value);
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
