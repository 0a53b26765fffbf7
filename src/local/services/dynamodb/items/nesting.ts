/** DynamoDB's limit for the nesting of an item: 32 levels, that is 31 lists and maps around a value. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { AttributeValue, Item } from './attribute-value.ts';

const MAX_WRAPPERS = 31;

/** Throws ValidationException for an item that is nested too deeply. */
export function refuseDeepNesting(item: Item): void {
  for (const name in item) if (!fits(item[name]!, MAX_WRAPPERS)) throw tooDeep();
}

/** Whether an attribute value has at most this many nested lists and maps. */
function fits({ L, M }: AttributeValue, wrappers: number): boolean {
  const children = L ?? (M && Object.values(M));
  return children === undefined || (wrappers > 0 && children.every((child) => fits(child, wrappers - 1)));
}

const tooDeep = (): AwsError =>
  new AwsError(
    'ValidationException',
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
