/** The shape of a custom domain. Types only. */
import type { Later } from '../../../engine/resource.ts';

export type DomainNameProperties = {
  /** The ARN of its certificate. */
  certificate: Later<string>;
  /** The oldest TLS version and the ciphers, for example `TLS_1_2`. Absent: what the domain has, or TLS_1_2. */
  securityPolicy?: string;
  /** Whether the user adds the records to DNS, because no hosted zone of the account has the domain. */
  ownDns: boolean;
  /** The API of the stage that uses the domain. */
  api: Later<string>;
  stage: string;
};

export interface DomainNameShape {
  kind: 'domain-name';
  properties: DomainNameProperties;
  attributes: {
    arn: string;
    name: string;
    /** The host that the name must lead to, and its hosted zone. */
    target: string;
    targetZone: string;
  };
  found: {
    certificate: string | undefined;
    securityPolicy?: string;
    /** Whether apikit created it. */
    created: boolean;
  };
}
