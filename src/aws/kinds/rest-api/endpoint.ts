/**
 * The endpoint of a REST API: what was read of it, and the patches that change it (docs/aws/endpoints.md). Pure.
 */
import type { EndpointConfiguration, PatchOperation } from '@aws-sdk/client-api-gateway';
import { addOperation, removeOperation, replaceOperation } from '../../api-gateway/patch-path.ts';
import type { RestApiProperties, RestApiShape } from './shape.ts';

type Wanted = Pick<RestApiProperties, 'endpointType' | 'vpcEndpoints' | 'ipAddressType'>;
type Found = Pick<RestApiShape['found'], 'endpointType' | 'vpcEndpoints' | 'ipAddressType'>;

/** An address type that no setting asks for is not compared. A public API has no VPC endpoints. */
export function endpointIn(
  { types = [], vpcEndpointIds = [], ipAddressType }: EndpointConfiguration = {},
  wanted: Partial<Wanted>,
): Found {
  const [endpointType] = types;
  return {
    endpointType,
    ...(endpointType === 'PRIVATE' && { vpcEndpoints: [...vpcEndpointIds].sort() }),
    ...(wanted.ipAddressType && ipAddressType && { ipAddressType }),
  };
}

export function newEndpoint({ endpointType, vpcEndpoints = [], ipAddressType }: Wanted): EndpointConfiguration {
  return {
    types: [endpointType],
    ...(vpcEndpoints.length > 0 && { vpcEndpointIds: [...vpcEndpoints] }),
    ...(ipAddressType && { ipAddressType }),
  };
}

/**
 * Returns the patches in their order, one list for each call. A private API becomes edge-optimized by way of a regional
 * one, because AWS allows no direct change. API Gateway takes VPC endpoints only while the API is private.
 */
export function endpointPatches(had: Found, wanted: Wanted): PatchOperation[][] {
  const surplus = (had.vpcEndpoints ?? []).filter((id) => !wanted.vpcEndpoints?.includes(id));
  const missing = (wanted.vpcEndpoints ?? []).filter((id) => !had.vpcEndpoints?.includes(id));
  const [first, ...more] = typeChanges(had.endpointType, wanted.endpointType);
  const rest = [
    ...missing.map((id) => addOperation(VPC_ENDPOINTS, id)),
    ...(wanted.ipAddressType !== undefined && wanted.ipAddressType !== had.ipAddressType
      ? [replaceOperation('/endpointConfiguration/ipAddressType', wanted.ipAddressType)]
      : []),
  ];
  const calls = [[...surplus.map((id) => removeOperation(VPC_ENDPOINTS, id)), ...(first ? [first] : [])]];
  for (const change of more) calls.push([change]);
  calls.at(-1)!.push(...rest);
  return calls.filter(({ length }) => length > 0);
}

const VPC_ENDPOINTS = '/endpointConfiguration/vpcEndpointIds';

function typeChanges(from: string | undefined, to: string): PatchOperation[] {
  if (from === to) return [];
  const way = from === 'PRIVATE' && to === 'EDGE' ? ['REGIONAL', to] : [to];
  return way.map((type, index) =>
    replaceOperation(`/endpointConfiguration/types/${index === 0 ? from : way[index - 1]}`, type),
  );
}
