/** The condition keys that policies can use for a data-plane call. */
import type { ConditionKeys } from '../../policy/policy-request.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { sourceIp, sourceVpc } from '../values/context-variables.ts';

/**
 * The embedded cloud has no organizations, so no request has their key. It speaks plain HTTP where AWS allows
 * only TLS, so `aws:SecureTransport` is true.
 */
export function conditionKeys(
  invocation: Pick<Invocation, 'headers' | 'http' | 'startedAt'> & Partial<Pick<Invocation, 'stage' | 'through'>>,
): ConditionKeys {
  return (name) => {
    switch (name) {
      // A request through a VPC endpoint has no address on the internet.
      case 'aws:sourceip':
        return invocation.through ? undefined : sourceIp(invocation);
      case 'aws:vpcsourceip':
        return invocation.through && sourceIp(invocation);
      case 'aws:sourcevpce':
        return invocation.through?.id;
      case 'aws:sourcevpc':
        return sourceVpc(invocation);
      case 'aws:useragent':
        return headerValue(invocation.headers, 'user-agent');
      case 'aws:referer':
        return headerValue(invocation.headers, 'referer');
      case 'aws:securetransport':
        return 'true';
      case 'aws:currenttime':
        return new Date(invocation.startedAt).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(invocation.startedAt / 1000));
      default:
        return undefined;
    }
  };
}
