/** DynamoDB's bound of an item's nesting: 32 levels, which are 31 lists and maps around a value. */
import { AwsError } from '../../aws-error.ts';
import type { Members } from './item-engine.ts';

const MAX_WRAPPERS = 31;

/** The error for an item that is nested deeper than DynamoDB stores; `undefined` for any other. */
export function nestingFault(item: Members): AwsError | undefined {
  if (Object.values(item).every((value) => fits(value, MAX_WRAPPERS))) return undefined;
  return new AwsError(
    'ValidationException',
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

/** Whether an attribute value has at most this many lists and maps in one another. */
function fits(value: unknown, wrappers: number): boolean {
  const { L, M } = value as { L?: readonly unknown[]; M?: Members };
  const children = L ?? (M && Object.values(M));
  return children === undefined || (wrappers > 0 && children.every((child) => fits(child, wrappers - 1)));
}
