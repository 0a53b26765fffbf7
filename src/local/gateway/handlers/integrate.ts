/** Hands the request to the method's integration and takes its answer. */
import type { Handler } from './handler.ts';

export const integrate: Handler = (invocation, { cloud }) => invocation.route!.method.integrate(invocation, cloud);
