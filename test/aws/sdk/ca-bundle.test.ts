import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetAccountCommand } from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClients } from '../../../src/aws/sdk/clients.ts';
import { explainError } from '../../../src/aws/sdk/errors/explain-error.ts';
import { systemClock } from '../../../src/clock.ts';

/**
 * The key of a certificate for localhost that nobody trusts by default. It was created for this test and is valid until
 * 2126.
 */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3achIKO8tJpunkZy
5tUX3Y8DUbuxtKt6Q0GgLK90+FmhRANCAASABzn0wWugcbSMBbIcDDv4H8u96azW
I1xBNJadhTqHD9haGopSSsNbPRJXl6pPJBvchfViZ7uLRVK/7vL9ordc
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUBzNMrLLobSdhSnMasO4vGtq7tfswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA2MTgyOVoYDzIxMjYxMDI4
MDYxODI5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASABzn0wWugcbSMBbIcDDv4H8u96azWI1xBNJadhTqHD9haGopSSsNb
PRJXl6pPJBvchfViZ7uLRVK/7vL9ordco28wbTAdBgNVHQ4EFgQUmldOFDTHJ101
Ew7yJ2KKGqochmswHwYDVR0jBBgwFoAUmldOFDTHJ101Ew7yJ2KKGqochmswGgYD
VR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
zj0EAwIDSAAwRQIhAJ6TBBKyzoeKMLGAj1f14CJE7kdzi2AZ0f+JgsxC8NiSAiAv
HAkxehxyGlyKY8rc0FwY90hChPPiv3jiPH1nuT4zjQ==
-----END CERTIFICATE-----`;

const server = createServer({ key: KEY, cert: CERTIFICATE }, (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"apiKeyVersion":"4"}');
});
let folder: string;
let endpoint: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'apikit-ca-'));
  writeFileSync(join(folder, 'ca.pem'), CERTIFICATE);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const clientsWith = (env: Record<string, string>) =>
  createClients({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock: systemClock,
    limits: 'none',
    env,
  });

describe('AWS_CA_BUNDLE', () => {
  it('adds trusted certificates', async () => {
    const clients = clientsWith({ AWS_CA_BUNDLE: join(folder, 'ca.pem') });
    const answer = await (await clients.apiGateway()).send(new GetAccountCommand({}));
    expect(answer.apiKeyVersion).toBe('4');
    clients.destroy();
    const others = clientsWith({});
    const refused = await (await others.apiGateway()).send(new GetAccountCommand({})).catch(explainError);
    expect(refused).toMatchObject({ code: 'UntrustedCertificate', hint: expect.stringContaining('AWS_CA_BUNDLE') });
    others.destroy();
  });

  it('that cannot be read is named before anything is sent', () => {
    expect(() => clientsWith({ AWS_CA_BUNDLE: join(folder, 'nothing.pem') })).toThrow(
      /nothing\.pem, which cannot be read/,
    );
  });
});
