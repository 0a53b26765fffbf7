import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClients } from '../../../../src/aws/sdk/clients.ts';
import { explainError } from '../../../../src/aws/sdk/errors/explain-error.ts';
import { rememberFailedCall } from '../../../../src/aws/sdk/errors/failed-call.ts';
import { systemClock } from '../../../../src/clock.ts';
import { ApikitError, EXIT } from '../../../../src/errors.ts';

let server: Server | undefined;

async function answering(status: number, contentType: string, body: string, headers: Record<string, string> = {}) {
  server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': contentType, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An error of the Query protocol, as IAM and STS send it. */
const queryError = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>req-1</RequestId></ErrorResponse>`;

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function clientsAt(endpoint: string, more: { credentials?: typeof credentials; profile?: string } = { credentials }) {
  return createClients({
    region: 'eu-west-1',
    endpoint,
    clock: systemClock,
    limits: 'none',
    env: { AWS_MAX_ATTEMPTS: '1' },
    ...more,
  });
}

async function explained(call: Promise<unknown>): Promise<ApikitError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const result = explainError(error);
  if (!result) throw new Error(`not explained: ${String(error)}`);
  return result;
}

const identity = async (clients: ReturnType<typeof createClients>) =>
  (await clients.sts()).send(new GetCallerIdentityCommand({}));

beforeEach(() => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
});
afterEach(() => {
  vi.unstubAllEnvs();
  server?.close();
  server = undefined;
});

describe('an explained AWS error', () => {
  it('no credentials anywhere', async () => {
    expect(await explained(identity(clientsAt('http://127.0.0.1:1', {})))).toMatchObject({
      code: 'NoCredentials',
      exitCode: EXIT.credentials,
      hint: expect.stringContaining('aws configure'),
    });
  });

  it('a profile that does not exist', async () => {
    const error = await explained(identity(clientsAt('http://127.0.0.1:1', { profile: 'nobody' })));
    expect(error).toMatchObject({
      code: 'NoCredentials',
      message: expect.stringContaining('for the profile "nobody": the AWS configuration has no such profile'),
      hint: expect.stringMatching(/^Name another profile .*`aws configure --profile nobody`/),
    });
  });

  it('a profile whose name a shell would split', async () => {
    expect(await explained(identity(clientsAt('http://127.0.0.1:1', { profile: 'my prof' })))).toMatchObject({
      code: 'NoCredentials',
      hint: expect.stringContaining("`aws configure --profile 'my prof'`"),
    });
  });

  it.each([
    ['Profile my prof requires multi-factor authentication.', 'MfaRequired'],
    ['The SSO session associated with my prof has expired.', 'ExpiredCredentials'],
    ['Unsupported credential source in my prof.', 'CredentialsFailed'],
  ])('a hint with such a name after: %s', (reason, code) => {
    const error = Object.assign(new Error(reason), { name: 'CredentialsProviderError' });
    rememberFailedCall(error, { service: 'STS', operation: 'GetCallerIdentity', region: 'x', profile: 'my prof' });
    expect(explainError(error)).toMatchObject({ code, hint: expect.stringContaining(" --profile 'my prof'") });
  });

  it.each([
    ['ExpiredToken', 'The security token included in the request is expired', 'ExpiredCredentials'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'InvalidCredentials'],
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match', 'InvalidCredentials'],
  ])('credentials that AWS rejects with %s', async (code, message, expected) => {
    const clients = clientsAt(await answering(403, 'text/xml', queryError(code, message)));
    expect(await explained(identity(clients))).toMatchObject({ code: expected, exitCode: EXIT.credentials });
    clients.destroy();
  });

  it('a missing permission, by action and resource', async () => {
    const message =
      'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: iam:GetRole on resource: role items-api because no identity-based policy allows the iam:GetRole action';
    const clients = clientsAt(await answering(403, 'text/xml', queryError('AccessDenied', message)));
    const error = await explained((await clients.iam()).send(new GetRoleCommand({ RoleName: 'items-api' })));
    expect(error).toMatchObject({
      code: 'AccessDenied',
      exitCode: EXIT.failed,
      message: expect.stringMatching(/^These credentials are not allowed to do iam:GetRole on role items-api\./),
    });
    clients.destroy();
  });

  it('an address that does not respond, by name', async () => {
    const endpoint = await answering(200, 'text/plain', '');
    await new Promise((resolve) => server?.close(resolve));
    const clients = clientsAt(endpoint);
    const error = await explained(identity(clients));
    expect(error).toMatchObject({ code: 'Unreachable', message: expect.stringContaining(endpoint) });
    clients.destroy();
  });

  it('a connection that breaks before the response', async () => {
    const endpoint = await answering(200, 'text/plain', '');
    server?.removeAllListeners('request').on('request', (request) => request.socket.destroy());
    const clients = clientsAt(endpoint);
    const error = await explained(identity(clients));
    expect(error).toMatchObject({ code: 'ConnectionLost', message: expect.stringContaining('GetCallerIdentity') });
    clients.destroy();
  });

  it('throttling that does not end', async () => {
    const body = JSON.stringify({ message: 'Too Many Requests' });
    const type = { 'x-amzn-errortype': 'TooManyRequestsException' };
    const clients = clientsAt(await answering(429, 'application/json', body, type));
    const error = await explained((await clients.apiGateway()).send(new GetRestApisCommand({})));
    expect(error).toMatchObject({
      code: 'Throttled',
      message: 'API Gateway kept throttling GetRestApis. Too Many Requests.',
    });
    clients.destroy();
  });

  it('an exhausted quota, which is not throttling although its status is the same, and is not retried', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', undefined);
    const message = 'Maximum number of Stages for this API has been reached.';
    const body = JSON.stringify({ message, retryAfterSeconds: null });
    const type = { 'x-amzn-errortype': 'LimitExceededException' };
    const clients = clientsAt(await answering(429, 'application/json', body, type));
    const error = await explained((await clients.apiGateway()).send(new GetRestApisCommand({})));
    expect(error).toMatchObject({
      code: 'QuotaFull',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('Service Quotas'),
      cause: { name: 'LimitExceededException', $metadata: { httpStatusCode: 429 } },
    });
    expect(clients.counts).toMatchObject({ total: 1, throttled: 0, retried: 0 });
    clients.destroy();
  });

  it('a rate limit, which has the same name and says when to try again', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2');
    const body = JSON.stringify({ message: 'The request exceeded the rate limit.' });
    const headers = { 'x-amzn-errortype': 'LimitExceededException', 'retry-after': '0' };
    const clients = clientsAt(await answering(429, 'application/json', body, headers));
    const error = await explained((await clients.apiGateway()).send(new GetRestApisCommand({})));
    expect(error).toMatchObject({ code: 'Throttled' });
    expect(clients.counts).toMatchObject({ total: 2, throttled: 2, retried: 1 });
    clients.destroy();
  });

  it('an operation that an emulator does not have', async () => {
    const body = JSON.stringify({ message: 'apigateway: GET /vpclinks is not emulated.' });
    const endpoint = await answering(501, 'application/json', body, { 'x-amzn-errortype': 'NotImplementedException' });
    const clients = clientsAt(endpoint);
    const error = await explained((await clients.apiGateway()).send(new GetRestApisCommand({})));
    expect(error).toMatchObject({
      code: 'NotImplemented',
      message: expect.stringContaining('does not implement GetRestApis'),
    });
    clients.destroy();
  });

  it('any other error, with service, operation, code, message and request ID', async () => {
    const body = JSON.stringify({ message: 'Invalid OpenAPI input.' });
    const headers = { 'x-amzn-errortype': 'BadRequestException', 'x-amzn-requestid': 'req-7' };
    const clients = clientsAt(await answering(400, 'application/json', body, headers));
    const error = await explained((await clients.apiGateway()).send(new GetRestApisCommand({})));
    expect(error).toMatchObject({
      code: 'AwsRefused',
      message: 'API Gateway did not accept GetRestApis. BadRequestException: Invalid OpenAPI input. Request id req-7.',
    });
    clients.destroy();
  });

  it('defects and explained errors, which stay unchanged', () => {
    expect(explainError(new TypeError('x is not a function'))).toBeUndefined();
    const error = new ApikitError('Usage', 'Wrong.');
    expect(explainError(error)).toBe(error);
  });
});
