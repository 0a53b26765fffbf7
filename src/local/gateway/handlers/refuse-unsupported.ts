/** Refuses methods that need what is not emulated, before anything of them takes effect. */
import { configurationError } from '../gateway-error.ts';
import type { Handler } from './handler.ts';

export const refuseUnsupported: Handler = (invocation) => {
  const { unsupported } = invocation.route!.method;
  if (unsupported !== undefined) throw configurationError(`${unsupported} is not emulated yet`);
  return undefined;
};
