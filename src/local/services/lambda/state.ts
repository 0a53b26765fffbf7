/**
 * The one place that decides a function's state after a change, and what that state forbids. Changes take effect at
 * once here, so everything written is Active and Successful.
 */
import type { Scope } from '../../cloud.ts';
import { conflict } from './errors.ts';
import { type FunctionVersion, functionArn } from './model.ts';

type States = Pick<FunctionVersion, 'state' | 'lastUpdateStatus'>;

/** State of a function or version that was just made. */
export const afterCreate = (): States => ({ state: 'Active', lastUpdateStatus: 'Successful' });

/** State of a function whose code or configuration was just changed. */
export const afterUpdate = (): States => ({ state: 'Active', lastUpdateStatus: 'Successful' });

/** Throws ResourceConflictException while a creation or an update is under way (aws-facts §5). */
export function assertUpdatable(version: FunctionVersion, scope: Scope): void {
  const prefix = 'The operation cannot be performed at this time.';
  if (version.state === 'Pending') {
    throw conflict(`${prefix} The function is currently in the following state: Pending`);
  }
  if (version.lastUpdateStatus === 'InProgress') {
    const arn = functionArn(scope, version.functionName);
    throw conflict(`${prefix} An update is in progress for resource: ${arn}`);
  }
}

/** Throws ResourceConflictException; an update in progress does not stop calls, they run the old version. */
export function assertInvocable(version: FunctionVersion): void {
  if (version.state === 'Pending') {
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
}
