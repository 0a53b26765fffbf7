/** The client of Certificate Manager for a certificate: that of its region. */
import type { ACMClient } from '@aws-sdk/client-acm';
import { EDGE_REGION } from '../../naming/regions.ts';
import type { Clients } from '../sdk/clients.ts';

/** An edge-optimized domain has its certificate in us-east-1, and a regional one in the region of the stage. */
export type CertificateClients = Pick<Clients, 'acm' | 'acmOfEdge'>;

export const clientOfCertificate = (clients: CertificateClients, arn: string): Promise<ACMClient> =>
  arn.split(':')[3] === EDGE_REGION ? clients.acmOfEdge() : clients.acm();
