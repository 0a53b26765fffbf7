/** Refuses calls that need what is not emulated, before anything of them takes effect. */
import { configurationError } from '../gateway-error.ts';
import type { Handler } from './handler.ts';

export const refuseUnsupported: Handler = (invocation) => {
  const feature = invocation.route!.method.unsupported;
  if (feature !== undefined) throw configurationError(`${feature} is not emulated yet`);
  return undefined;
};
