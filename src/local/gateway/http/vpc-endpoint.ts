/**
 * The VPC endpoint through which a request comes. This machine has no VPCs, so the host name or a header says so
 * (docs/embedded-gateway.md).
 */
import { headerValue, type RequestHeaders } from './request-headers.ts';

export interface ThroughEndpoint {
  /** `vpce-…` */
  readonly id: string;
  /** The address of the caller in the VPC, if the header has one. */
  readonly address?: string;
  /** Whether the host is `{api}-{vpce}.execute-api…`, which only an endpoint of the API's configuration has. */
  readonly byAlias: boolean;
}

/** In lower case. `vpce-0a1b2c3d4e5f60718`, or with the caller's address: `vpce-0a1b2c3d4e5f60718 10.0.1.7`. */
export const ENDPOINT_HEADER = 'x-apikit-vpc-endpoint';

const ID = 'vpce-[0-9a-f]+';
const ALIAS = new RegExp(`^[a-z0-9]+-(${ID})\\.execute-api\\.`, 'i');
/** The endpoint's own host name. Its requests name the API in `x-apigw-api-id`. */
const OWN_HOST = new RegExp(`^(${ID})-[a-z0-9-]+\\.execute-api\\.`, 'i');

export function throughEndpoint(headers: RequestHeaders): ThroughEndpoint | undefined {
  const host = headerValue(headers, 'host') ?? '';
  const [id, address] = (headerValue(headers, ENDPOINT_HEADER) ?? '').split(/\s+/);
  if (id) return { id, byAlias: false, ...(address && { address }) };
  const alias = ALIAS.exec(host)?.[1];
  const own = OWN_HOST.exec(host)?.[1];
  const named = alias ?? own;
  return named === undefined ? undefined : { id: named, byAlias: alias !== undefined };
}
