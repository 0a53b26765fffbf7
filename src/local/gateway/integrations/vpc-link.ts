/**
 * Integrations through a VPC link. This machine has no load balancers, so the tag `apikit:target` of the link names the
 * local address that stands for one (docs/embedded-gateway.md).
 */
import type { Cloud } from '../../cloud/cloud.ts';
import { configurationError } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import type { Endpoint } from './http-endpoint.ts';

const TARGET = 'apikit:target';

const VARIABLE = /^\$\{stageVariables\.([\w-]+)\}$/;

/** Returns the endpoint at the address of the load balancer. Throws `GatewayError`. */
export function throughVpcLink(
  endpoint: Endpoint,
  connectionId: string,
  { stage }: Invocation,
  cloud: Cloud,
): Endpoint {
  const { state, scope, variables } = stage!;
  const variable = VARIABLE.exec(connectionId)?.[1];
  const id = variable === undefined ? connectionId : (variables[variable] ?? '');
  const link = state.vpcLinks.get(id);
  if (!link) throw configurationError(`there is no VPC link ${id}`);
  if (cloud.transitions.pending(scope, 'vpcLink', id)) throw configurationError(`VPC link ${id} is still PENDING`);
  const target = link.tags?.[TARGET];
  if (target === undefined || !URL.canParse(`http://${target}`)) {
    throw configurationError(
      `VPC link ${id} has no tag ${TARGET} with the local address of its load balancer, such as 127.0.0.1:8081`,
    );
  }
  const url = new URL(endpoint.url);
  // The server at this address speaks plain HTTP.
  url.protocol = 'http:';
  url.host = target;
  return { ...endpoint, url };
}
