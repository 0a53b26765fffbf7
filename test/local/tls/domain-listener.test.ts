/** Custom domains over TLS, with a certificate of the cloud's own authority for each name. */
import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { APIGatewayClient, CreateDomainNameCommand } from '@aws-sdk/client-api-gateway';
import { expect, it, onTestFinished } from 'vitest';
import type { Certificate } from '../../../src/local/state/certificates.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const NAME = 'api.example.com';
const ARN = 'arn:aws:acm:eu-west-1:000000000000:certificate/1';

it('answers for each domain with a certificate that its authority has signed', async () => {
  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  const { endpoint } = cloud;
  const health = async () =>
    (await (await fetch(`${endpoint}/_apikit/health`)).json()) as { domainPort: number | null };
  expect((await health()).domainPort).toBeNull();
  cloud.store.collection<Certificate>('000000000000/eu-west-1/acm.certificates').put(ARN, {
    ...{ arn: ARN, domainName: NAME, names: [NAME], keyAlgorithm: 'RSA_2048', records: [], tags: [] },
    ...{ requestedAt: Date.now(), validatedAt: Date.now() },
  });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const gateway = new APIGatewayClient({ endpoint, region: 'eu-west-1', credentials });
  await gateway.send(
    new CreateDomainNameCommand({
      domainName: NAME,
      regionalCertificateArn: ARN,
      endpointConfiguration: { types: ['REGIONAL'] },
    }),
  );
  const port = (await health()).domainPort ?? 0;
  const ca = await (await fetch(`${endpoint}/_apikit/ca.pem`)).text();
  const authority = new X509Certificate(ca);
  expect([authority.ca, authority.verify(authority.publicKey)]).toEqual([true, true]);

  const shake = (servername: string) =>
    new Promise<TLSSocket>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', servername, ca }, () => resolve(socket));
      socket.once('error', reject);
    });
  const socket = await shake(NAME);
  const { subjectaltname, subject } = socket.getPeerCertificate();
  socket.destroy();
  expect([subjectaltname, subject.CN]).toEqual([`DNS:${NAME}`, NAME]);
  await expect(shake('other.example.com')).rejects.toThrow();

  const answer = await new Promise<[number | undefined, string]>((resolve, reject) => {
    const options = { port, host: '127.0.0.1', servername: NAME, ca, headers: { host: NAME }, path: '/items' };
    request(options, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve([response.statusCode, body]));
    })
      .on('error', reject)
      .end();
  });
  expect(answer).toEqual([403, '{"message":"Forbidden"}']);
});
