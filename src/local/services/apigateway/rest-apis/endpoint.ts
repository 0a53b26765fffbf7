/** Endpoint types and address types of an API: defaults and recorded messages. */
import type { RestApi } from '../../../state/apis/model.ts';
import { badRequest, enumViolations, refuseViolations, violation } from '../errors.ts';
import { type Members, structure, text, texts } from '../members.ts';

type Endpoint = RestApi['endpointConfiguration'];

/** Types in the order of the recorded constraint message. */
const TYPES = ['PRIVATE', 'EDGE', 'REGIONAL'];
const ADDRESS_TYPES = ['ipv4', 'dualstack'];
/** The values of botocore's model; their order in AWS's message is not recorded. */
const ACCESS_MODES = ['BASIC', 'STRICT'];
const SECURITY_POLICIES = [
  'TLS_1_0',
  'TLS_1_2',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
  'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_2021_06',
  'SecurityPolicy_TLS13_2025_EDGE',
  'SecurityPolicy_TLS12_PFS_2025_EDGE',
  'SecurityPolicy_TLS12_2018_EDGE',
];

export const isEndpointType = (type: string): boolean => TYPES.includes(type);
export const isAddressType = (type: string): boolean => ADDRESS_TYPES.includes(type);

/** The default is dualstack for PRIVATE APIs and ipv4 for others [recorded]. */
export const defaultAddressType = (type: string): string => (type === 'PRIVATE' ? 'dualstack' : 'ipv4');

type AskedEndpoint = Partial<Endpoint>;

/** The endpoint in a request. Its constraints are checked before anything else in the request [recorded]. */
export function endpointIn(input: Members): AskedEndpoint {
  const asked = structure(input, 'endpointConfiguration') ?? {};
  const [types, vpcEndpointIds] = [texts(asked, 'types'), texts(asked, 'vpcEndpointIds')];
  const ipAddressType = text(asked, 'ipAddressType');
  refuseViolations([
    ...typeViolations(types),
    ...optionalEnum('endpointConfiguration.ipAddressType', ipAddressType, ADDRESS_TYPES),
    ...optionalEnum('securityPolicy', text(input, 'securityPolicy'), SECURITY_POLICIES),
    ...optionalEnum('endpointAccessMode', text(input, 'endpointAccessMode'), ACCESS_MODES),
  ]);
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
  return endpoint;
}

/** Recorded: test_create_rest_api_private_type, test_update_rest_api_ip_address_type. */
export function checkPrivate({ types, ipAddressType }: Endpoint): void {
  if (types[0] === 'PRIVATE' && ipAddressType !== 'dualstack') {
    throw badRequest('Only dualstack ipAddressType is supported for Private APIs.');
  }
}

const optionalEnum = (member: string, value: string | undefined, allowed: readonly string[]): string[] =>
  value === undefined ? [] : enumViolations(value, `createRestApiInput.${member}`, allowed);

function typeViolations(types: readonly string[] = []): string[] {
  if (types.every(isEndpointType)) return [];
  const constraint = `Member must satisfy constraint: [Member must satisfy enum value set: [${TYPES.join(', ')}]]`;
  return [violation(`[${types.join(', ')}]`, 'createRestApiInput.endpointConfiguration.types', constraint)];
}
