/** The union and the difference of two sets of one type. */
import { type AttributeValue, type SetType, typeOf } from './attribute-value.ts';

export function withMembers(set: AttributeValue, more: AttributeValue): AttributeValue {
  const type = typeOf(set) as SetType;
  return { [type]: [...new Set([...set[type]!, ...more[type]!])] };
}

/** Returns `undefined` for an empty set, which DynamoDB does not store. */
export function withoutMembers(set: AttributeValue, fewer: AttributeValue): AttributeValue | undefined {
  const type = typeOf(set) as SetType;
  const left = set[type]!.filter((member) => !fewer[type]!.includes(member));
  return left.length === 0 ? undefined : { [type]: left };
}
