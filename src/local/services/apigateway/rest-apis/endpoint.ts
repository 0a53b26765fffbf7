/** Endpoint types and address types of an API: defaults and recorded messages. */
import type { RestApi } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { type Members, structure, text, texts } from '../members.ts';

type Endpoint = RestApi['endpointConfiguration'];

const TYPES = ['PRIVATE', 'EDGE', 'REGIONAL'];
const ADDRESS_TYPES = ['ipv4', 'dualstack'];

export const isEndpointType = (type: string): boolean => TYPES.includes(type);
export const isAddressType = (type: string): boolean => ADDRESS_TYPES.includes(type);

/** The default is dualstack for PRIVATE APIs and ipv4 for others [recorded]. */
export const defaultAddressType = (type: string): string => (type === 'PRIVATE' ? 'dualstack' : 'ipv4');

type AskedEndpoint = Partial<Endpoint>;

/** The endpoint in a request. */
export function endpointIn(input: Members): AskedEndpoint {
  const asked = structure(input, 'endpointConfiguration') ?? {};
  const [types, vpcEndpointIds] = [texts(asked, 'types'), texts(asked, 'vpcEndpointIds')];
  const ipAddressType = text(asked, 'ipAddressType');
  return {
    ...(types && { types }),
    ...(ipAddressType !== undefined && { ipAddressType }),
    ...(vpcEndpointIds?.length && { vpcEndpointIds }),
  };
}

/** Returns the configuration of a new API; the default is EDGE. */
export function newEndpoint({ types, ipAddressType, ...asked }: AskedEndpoint): Endpoint {
  if (types?.length === 0) throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.');
  if (types && types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.');
  const type = types?.[0] ?? 'EDGE';
  const endpoint = { ...asked, types: [type], ipAddressType: ipAddressType ?? defaultAddressType(type) };
  checkPrivate(endpoint);
  if (asked.vpcEndpointIds) checkTakesVpcEndpoints(endpoint);
  return endpoint;
}

/**
 * The changes and their effect on the address type are documented (docs/aws/endpoints.md). The text of the refusal is
 * not recorded.
 */
export function changeType(endpoint: Endpoint, type: string): void {
  const [before] = endpoint.types;
  if (before === type) return;
  if (before === 'PRIVATE' && type === 'EDGE') {
    throw badRequest('Cannot update endpoint from PRIVATE to EDGE');
  }
  endpoint.types = [type];
  if (before === 'PRIVATE' || type === 'PRIVATE') endpoint.ipAddressType = defaultAddressType(type);
  if (before === 'PRIVATE') delete endpoint.vpcEndpointIds;
}

/** The model documents that only private APIs have VPC endpoints. The text of the refusal is not recorded. */
export function checkTakesVpcEndpoints({ types }: Endpoint): void {
  if (types[0] !== 'PRIVATE') throw badRequest('VPC endpoints are supported only for private APIs.');
}

/** Recorded: test_create_rest_api_private_type, test_update_rest_api_ip_address_type. */
export function checkPrivate({ types, ipAddressType }: Endpoint): void {
  if (types[0] === 'PRIVATE' && ipAddressType !== 'dualstack') {
    throw badRequest('Only dualstack ipAddressType is supported for Private APIs.');
  }
}
