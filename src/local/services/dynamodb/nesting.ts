/** DynamoDB's limit for the nesting of an item: 32 levels, that is 31 lists and maps around a value. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Members } from './members.ts';

const MAX_WRAPPERS = 31;

/** Returns the error for an item that is nested too deeply, otherwise `undefined`. */
export function nestingFault(item: Members): AwsError | undefined {
  if (Object.values(item).every((value) => fits(value, MAX_WRAPPERS))) return undefined;
  return new AwsError(
    'ValidationException',
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

/** Whether an attribute value has at most this many nested lists and maps. */
function fits(value: unknown, wrappers: number): boolean {
  const { L, M } = value as { L?: readonly unknown[]; M?: Members };
  const children = L ?? (M && Object.values(M));
  return children === undefined || (wrappers > 0 && children.every((child) => fits(child, wrappers - 1)));
}
