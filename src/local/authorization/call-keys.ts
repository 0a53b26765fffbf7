/** Condition keys of a control-plane call: keys about the request, the caller and the network. */
import type { OperationContext } from '../cloud/operation.ts';
import type { ConditionKeys } from '../policy/policy-request.ts';

export function callKeys({ cloud, account, region, http }: OperationContext): ConditionKeys {
  return (name) => {
    switch (name) {
      case 'aws:requestedregion':
        return region;
      case 'aws:resourceaccount':
        return account;
      case 'aws:useragent':
        return header(http.headers['user-agent']);
      case 'aws:referer':
        return header(http.headers.referer);
      // The embedded cloud listens only on loopback, and speaks plain HTTP where AWS allows only TLS.
      case 'aws:sourceip':
        return '127.0.0.1';
      case 'aws:securetransport':
        return 'true';
      case 'aws:currenttime':
        return new Date(cloud.clock.now()).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(cloud.clock.now() / 1000));
      default:
        return undefined;
    }
  };
}

const header = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;
