/** Whether an endpoint is on this machine, as that of the embedded cloud is. Pure. */
import { isLoopback } from '../../proxy/loopback.ts';

/** No name server knows the custom domains of such an endpoint. */
export const isOfThisMachine = (endpoint: string | undefined): endpoint is string =>
  endpoint !== undefined && isLoopback(new URL(endpoint).hostname);
