/** The parts of a request that the rules of a web ACL inspect. */
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { sourceIp } from '../values/context-variables.ts';

export interface InspectedRequest {
  readonly ip: string;
  /** The code of the caller's country; `undefined` if the request does not say. */
  readonly country: string | undefined;
  readonly method: string;
  /** The path with the stage, not decoded. */
  readonly path: string;
  /** The query, not decoded. */
  readonly query: string;
  /** `name=value` each. The patterns decode them. */
  readonly queryArguments: readonly string[];
  readonly cookie: string;
  /** The part of the body that AWS WAF reads. */
  readonly body: string;
  /** The length of the whole body in bytes. */
  readonly bodyLength: number;
  /** `name` is in lower case. */
  header(name: string): string | undefined;
}

/** "For API Gateway … the default limit is 16 KB" of the body. */
const INSPECTED_BODY = 16 * 1024;

/** Without a map of the world, this header of the embedded cloud says where a request comes from (docs/waf.md). */
const COUNTRY_HEADER = 'x-apikit-country';

export function inspectedRequest(invocation: Invocation): InspectedRequest {
  const { headers, body, target, queryString, httpMethod } = invocation;
  const header = (name: string) => headerValue(headers, name);
  const [path = ''] = target.rawPath.split('?', 1);
  return {
    ip: sourceIp(invocation),
    country: header(COUNTRY_HEADER)?.toUpperCase(),
    method: httpMethod,
    path,
    query: queryString,
    // Unlike the gateway, AWS WAF does not separate arguments at a semicolon.
    queryArguments: queryString.replaceAll('+', ' ').split('&'),
    cookie: header('cookie') ?? '',
    body: body.subarray(0, INSPECTED_BODY).toString('utf8'),
    bodyLength: body.length,
    header,
  };
}
