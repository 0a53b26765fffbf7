/** Authorizers from the contract to the deployed API, on the embedded cloud, with real tokens and real signatures. */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

const SHARED = 'a secret of thirty-two bytes or more';
const AUDIENCE = 'https://api.example.com';

let issuer: string;
let keys: { privateKey: CryptoKey };
let server: Server;
let project: Project;
let url: string;

/** A new operation of the template's contract that returns the caller. */
const whoAmI = (id: string, security: string) => `  /${id}:
    get:
      operationId: ${id}
      security: ${security}
      responses: { "200": { description: Who calls } }
`;

const ANSWER = (id: string) => `import type { Request } from '../api/request.ts';

export const ${id} = async ({ caller }: Request) => ({ status: 200, body: { caller } });
`;

const POOLS = `
userPools:
  main:
    flows: [admin-password, client-credentials]
    groups: [admins]
    scopes: { items: [read, write] }
`;

const SCHEMES = `
    users: { type: openIdConnect, openIdConnectUrl: "https://example.com", x-apikit: { userPool: main } }
    signed: { type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 }
`;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  keys = pair;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
  server = createServer((request, response) => {
    const document = request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  project = await startSmallProject();
  const added = await project.apikit([
    'add',
    'authorizer',
    'jwt',
    '--type',
    'jwt',
    '--issuer',
    issuer,
    '--audience',
    AUDIENCE,
  ]);
  expect(added.stderr).toContain('Wrote src/authorizers/jwt.ts');
  for (const argv of [
    ['office', '--type', 'request', '--header', 'X-Office'],
    ['opaque', '--type', 'token'],
    ['partner', '--type', 'jwt-secret', '--issuer', 'partner', '--audience', 'shop', '--secret', 'ssm:/shop/partner'],
  ]) {
    expect((await project.apikit(['add', 'authorizer', ...argv])).code).toBe(0);
  }
  const guarded = {
    byJwt: '[{ jwt: [] }]',
    byScope: '[{ jwt: [things/write] }]',
    byJwtAndKey: '[{ jwt: [], apiKey: [] }]',
    byOffice: '[{ office: [] }]',
    byToken: '[{ opaque: [] }]',
    byPartner: '[{ partner: [] }]',
    byUser: '[{ users: [] }]',
    byProgram: '[{ users: [items/write] }]',
    bySignature: '[{ signed: [] }]',
  };
  project.edit('openapi.yaml', (text) =>
    text
      .replace(
        'paths:\n',
        `paths:\n${Object.entries(guarded)
          .map(([id, security]) => whoAmI(id, security))
          .join('')}`,
      )
      .replace('  securitySchemes:\n', `  securitySchemes:${SCHEMES}`),
  );
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  project.edit('apikit.yaml', (text) =>
    text
      .replace(/^ {2}timeout: 10.*$/m, (line) =>
        [
          line,
          '  environment:',
          `    OFFICE_CALLERS: '{"ada":"${hash('ada-value')}"}'`,
          '    OFFICE_NETWORKS: 127.0.0.0/8,::1/128',
          `    OPAQUE_TOKENS: '{"bob":"${hash('bob-token')}"}'`,
        ].join('\n'),
      )
      .concat(POOLS),
  );
  mkdirSync(join(project.dir, 'src/operations'), { recursive: true });
  for (const id of Object.keys(guarded)) writeFileSync(join(project.dir, `src/operations/${id}.ts`), ANSWER(id));
  await putSecret('/shop/partner', SHARED);
  const deployed = await project.apikit(['deploy', '--stage', 'local', '--yes']);
  expect(`${deployed.code} ${deployed.stderr}`).toMatch(/^0 /);
  url = (await project.json<{ url: string }>(['status', '--stage', 'local'])).url;
});

afterAll(async () => {
  await project?.close();
  server?.close();
});

function sign(claims: Record<string, unknown> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: issuer, aud: AUDIENCE, sub: 'ada', exp: now + 60, scope: 'things/read', ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .sign(keys.privateKey);
}

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/${path}`, { headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a token of an OpenID Connect issuer', () => {
  it('allows the operation and passes the caller to it', async () => {
    expect(await get('byJwt', bearer(await sign()))).toMatchObject({
      status: 200,
      body: { caller: { id: 'ada', scopes: ['things/read'] } },
    });
  });

  it('is required: a missing or invalid token gets 401 in the error envelope', async () => {
    for (const headers of [{}, bearer('nonsense'), bearer(await sign({ aud: 'other' }))]) {
      const answer = await get('byJwt', headers as Record<string, string>);
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED', requestId: expect.any(String) } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('needs the scopes of the operation, also when API Gateway caches the result of the authorizer', async () => {
    const token = await sign();
    expect((await get('byJwt', bearer(token))).status).toBe(200);
    expect(await get('byScope', bearer(token))).toMatchObject({ status: 403, body: { code: 'ACCESS_DENIED' } });
    expect((await get('byScope', bearer(await sign({ scope: 'things/read things/write' })))).status).toBe(200);
  });

  it('is required in addition to an API key', async () => {
    const headers = bearer(await sign());
    expect(await get('byJwtAndKey', headers)).toMatchObject({ status: 403, body: { code: 'INVALID_API_KEY' } });
    const { value } = await project.json<{ value: string }>(['keys', 'create', 'ada', '--stage', 'local']);
    expect((await get('byJwtAndKey', { ...headers, 'x-api-key': value })).status).toBe(200);
    expect((await get('byJwtAndKey', { 'x-api-key': value })).status).toBe(401);
  });
});

describe('authorizers by header and address, and by opaque token', () => {
  it('recognise their callers', async () => {
    expect(await get('byOffice', { 'x-office': 'ada-value' })).toMatchObject({
      status: 200,
      body: { caller: { id: 'ada' } },
    });
    expect((await get('byOffice', { 'x-office': 'other' })).status).toBe(401);
    expect(await get('byToken', bearer('bob-token'))).toMatchObject({ status: 200, body: { caller: { id: 'bob' } } });
    expect((await get('byToken', bearer('other'))).status).toBe(401);
    expect((await get('byToken', { authorization: 'bob-token' })).status).toBe(401);
  });
});

describe('a token that is signed with a shared secret', () => {
  it('is verified with the secret in Parameter Store', async () => {
    const token = (secret: string) =>
      new SignJWT({ iss: 'partner', aud: 'shop', sub: 'bob', exp: Math.floor(Date.now() / 1000) + 60 })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret));
    const good = await get('byPartner', bearer(await token(SHARED)));
    expect(good).toMatchObject({ status: 200, body: { caller: { id: 'bob' } } });
    expect((await get('byPartner', bearer(await token(`${SHARED}!`)))).status).toBe(401);
  });
});

describe('a user pool', () => {
  it('accepts the ID token of a user', async () => {
    const created = await project.apikit(['users', 'create', 'ada', '--groups', 'admins', '--stage', 'local']);
    expect(`${created.code} ${created.stderr}`).toMatch(/^0 /);
    const { stdout } = await project.apikit(['users', 'token', 'ada', '--stage', 'local']);
    expect(await get('byUser', bearer(stdout.trim()))).toMatchObject({
      status: 200,
      body: { caller: { context: { 'cognito:username': 'ada', 'cognito:groups': 'admins' } } },
    });
    expect((await get('byUser')).status).toBe(401);
    const again = await project.apikit(['users', 'create', 'ada', '--stage', 'local']);
    expect(again.stderr).toContain('User ada already exists');
  });

  it('accepts programs with the scope of the operation', async () => {
    const token = async (scopes: string) =>
      (await project.apikit(['users', 'token', '--program', '--scopes', scopes, '--stage', 'local'])).stdout.trim();
    expect((await get('byProgram', bearer(await token('items/write')))).status).toBe(200);
    expect((await get('byProgram', bearer(await token('items/read')))).status).toBe(401);
  });
});

describe('a signature', () => {
  it('with Signature Version 4 is accepted', async () => {
    const answer = await get('bySignature', signed(`${url}/bySignature`));
    expect(answer).toMatchObject({ status: 200, body: { caller: { id: 'arn:aws:iam::000000000000:root' } } });
  });

  it('is requested with an error message that also fits a missing path', async () => {
    for (const path of ['bySignature', 'nowhere']) {
      const answer = await get(path);
      expect(answer).toMatchObject({ status: 403, body: { code: 'MISSING_AUTHENTICATION_TOKEN' } });
      expect(answer.body.message).toContain('or the request is not signed');
    }
    const wrong = signed(`${url}/bySignature`, 'another secret');
    expect(await get('bySignature', wrong)).toMatchObject({ status: 403, body: { code: 'INVALID_SIGNATURE' } });
  });
});

describe('apikit auth', () => {
  it('shows who may call, and that the stage matches the contract', async () => {
    const { stdout, stderr, code } = await project.apikit(['auth', '--stage', 'local', '--exit-code']);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stdout).toMatch(/GET +\/byJwtAndKey +jwt \(request\) and an API key/);
    expect(stdout).toMatch(/GET +\/byProgram +users \(cognito\) with items\/write/);
    expect(stdout).toMatch(/GET +\/bySignature +IAM/);
    expect(stdout).toMatch(/GET +\/health +everybody/);
  });

  it('names the operations that differ', async () => {
    const before = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) => text.replace('[{ jwt: [], apiKey: [] }]', '[]'));
    const { stdout, code } = await project.apikit(['auth', '--stage', 'local', '--exit-code']);
    project.edit('openapi.yaml', () => before);
    expect(code).toBe(3);
    expect(stdout).toMatch(/GET +\/byJwtAndKey +everybody +jwt \(request\) and an API key/);
  });
});

it('a second deploy has nothing to do', async () => {
  const { stdout, stderr, code } = await project.apikit(['plan', '--stage', 'local']);
  expect(`${code} ${stdout}${stderr}`).toMatch(/[Nn]othing to (do|change)|up to date|No changes/);
});

async function putSecret(Name: string, Value: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ssm = new SSMClient({ region: 'us-east-1', endpoint: project.cloud.endpoint, credentials });
  await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
  ssm.destroy();
}

/** Headers of a signed GET without a query (AWS Signature Version 4). */
function signed(address: string, secret = 'test'): Record<string, string> {
  const { pathname, host } = new URL(address);
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/us-east-1/execute-api/aws4_request`;
  const sha = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  // Every part of the path is encoded once more than it is sent.
  const path = pathname.split('/').map(encodeURIComponent).join('/');
  const canonical = `GET\n${path}\n\nhost:${host}\nx-amz-date:${time}\n\nhost;x-amz-date\n${sha('')}`;
  const key = scope.split('/').reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secret}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha(canonical)}`).toString('hex');
  return {
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}
