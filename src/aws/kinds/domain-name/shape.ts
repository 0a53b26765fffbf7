/** The shape of a custom domain. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { DomainEndpoint } from '../../../naming/custom-domain.ts';

export type MutualTls = {
  /** `s3://bucket/key` */
  truststore: Later<string>;
  /** Absent: the newest version at the time of the change. */
  version?: Later<string>;
  /** The ARN of the certificate that shows that the domain is the user's. */
  ownershipCertificate?: string;
};

export type DomainNameProperties = {
  endpoint: DomainEndpoint;
  /** The ARN of its certificate. */
  certificate: Later<string>;
  /** The oldest TLS version and the ciphers, for example `TLS_1_2`. Absent: what the domain has, or TLS_1_2. */
  securityPolicy?: string;
  /** The certificates of clients; `false` asks for none. Absent: what the domain has, or none for a new one. */
  mutualTls?: MutualTls | false;
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
    /** The endpoints with a space in between: two while the domain changes from one to the other. */
    endpoint: string;
    /** The security policy, also if the setting is absent. Not compared. */
    policy: string;
    /** The certificate of the endpoint that goes, or that went in a run that was interrupted. */
    leaving?: string;
    /** Whether the name leads to the new endpoint, so that the other one can go. */
    leadsThere?: boolean;
    securityPolicy?: string;
    /** Read also if the setting is absent, because other tools would turn it off. */
    mutualTls?: { truststore?: string; version?: string; ownershipCertificate?: string } | false;
    /** The certificate that it had before this change. */
    replaced?: string;
    /** Whether apikit created it. */
    created: boolean;
    /** Whether API Gateway accepts mappings of HTTP APIs for it. */
    takesHttp: boolean;
  };
}
