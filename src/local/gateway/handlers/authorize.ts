/** Runs the method's authorizer, which identifies the caller and decides whether the call is allowed. */
import type { Handler } from './handler.ts';

export const authorize: Handler = (invocation, services) => {
  const pending = invocation.route!.method.authorize?.(invocation, services);
  return pending instanceof Promise ? pending.then(() => undefined) : undefined;
};
