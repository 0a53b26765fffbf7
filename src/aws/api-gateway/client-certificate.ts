/** The expiry of the client certificate with which API Gateway calls HTTP backends (ISO 8601). One read. */
import { type APIGatewayClient, GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import type { Right } from '../../engine/rights.ts';
import { inApiGateway } from '../arns/own-arns.ts';

export const CERTIFICATE_RIGHTS: readonly Right[] = [
  { actions: ['apigateway:GET'], on: inApiGateway('/clientcertificates/*') },
];

export async function clientCertificateEnds(
  client: APIGatewayClient,
  clientCertificateId: string,
): Promise<string | undefined> {
  const { expirationDate } = await client.send(new GetClientCertificateCommand({ clientCertificateId }));
  return expirationDate?.toISOString();
}
