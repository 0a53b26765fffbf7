/** Asks the method's Lambda or Cognito authorizer who calls, and whether they may. */
import type { Handler } from './handler.ts';

export const authorize: Handler = (invocation, services) => {
  const pending = invocation.route!.method.authorize?.(invocation, services);
  return pending instanceof Promise ? pending.then(() => undefined) : undefined;
};
