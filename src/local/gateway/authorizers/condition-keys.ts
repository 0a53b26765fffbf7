/** What the conditions of policies may look at in a call of the data plane. */
import type { ConditionKeys } from '../../policy/policy-request.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { sourceIp } from '../values/context-variables.ts';

/**
 * Nothing here knows VPCs or organisations, so their keys are in no request. The embedded cloud speaks plain HTTP where
 * AWS has TLS only, so `aws:SecureTransport` is true.
 */
export function conditionKeys(invocation: Invocation): ConditionKeys {
  return (name) => {
    switch (name) {
      case 'aws:sourceip':
        return sourceIp(invocation);
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
