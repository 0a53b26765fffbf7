/** The shape of a certificate of Certificate Manager. Types only. */
import type { Later } from '../../../engine/resource.ts';
import type { DomainEndpoint } from '../../../naming/custom-domain.ts';

/** Its name is that of the domain. */
export type CertificateProperties = {
  /** The endpoint of the domain, which decides about the region of the certificate. */
  endpoint: DomainEndpoint;
  /** The API of the stage that uses the domain. */
  api: Later<string>;
  stage: string;
};

export interface CertificateShape {
  kind: 'certificate';
  properties: CertificateProperties;
  attributes: {
    arn: string;
    name: string;
    /** The CNAME record that validates it; empty for a certificate that needs none. */
    recordName: string;
    recordValue: string;
  };
  found: Record<string, never>;
}
