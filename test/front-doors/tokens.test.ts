/** The same tokens in front of a REST API, whose function checks them, and an HTTP API, which checks them itself. */
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GetApisCommand, GetAuthorizersCommand } from '@aws-sdk/client-apigatewayv2';
import {
  DeleteUserPoolClientCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const AUDIENCE = 'https://api.example.com';

const GUARDED = {
  byIssuer: '[{ login: [] }]',
  byScope: '[{ login: [things/read] }]',
  byScopes: '[{ login: [things/read, things/write] }]',
  byUser: '[{ users: [] }]',
  byProgram: '[{ users: [items/write] }]',
};

const operation = ([id, security]: [string, string]) => `  /${id}:
    get:
      operationId: ${id}
      security: ${security}
      responses: { "200": { description: Who calls } }
`;

const POOLS = `
userPools:
  main:
    flows: [admin-password, client-credentials]
    groups: [admins, editors]
    scopes: { items: [read, write] }
`;

let server: Server;
let issuer: string;
let key: CryptoKey;
let project: Project;
/** The addresses of the REST API and of the HTTP API of the stage `local`. */
const urls: string[] = [];

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
  server = createServer((request, response) => {
    const document = request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  project = await startSmallProject();
  const jwt = ['login', '--type', 'jwt', '--issuer', issuer, '--audience', AUDIENCE];
  expect((await project.apikit(['add', 'authorizer', ...jwt])).code).toBe(0);
  project.edit('openapi.yaml', (text) =>
    text
      .replace(/^paths:\n[\s\S]*?^(?=components:)/m, `paths:\n${Object.entries(GUARDED).map(operation).join('')}\n`)
      .replace(
        '  securitySchemes:\n',
        '  securitySchemes:\n    users: { type: http, scheme: bearer, x-apikit: { userPool: main } }\n',
      ),
  );
  project.edit('apikit.yaml', (text) => text.replace(/usagePlans:\n.*\n/, '').concat(POOLS));
  for (const file of ['getHealth', 'sayHello']) rmSync(join(project.dir, `src/operations/${file}.ts`));
  for (const id of Object.keys(GUARDED)) {
    const text = `export const ${id} = async ({ caller }) => ({ status: 200, body: caller });\n`;
    writeFileSync(join(project.dir, `src/operations/${id}.ts`), text);
  }
  const deploy = async () =>
    urls.push((await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes'])).url);
  await deploy();
  project.edit('apikit.yaml', (text) => `api: http\n${text}`);
  // The HTTP API needs no code for tokens of the issuer.
  rmSync(join(project.dir, 'src/authorizers'), { recursive: true });
  await deploy();
});
afterAll(async () => {
  server?.close();
  await project?.close();
});

const sign = (claims: JWTPayload = {}, audience = AUDIENCE) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('ada')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);

interface Caller {
  id: string;
  context: Record<string, string>;
  scopes: string[];
}

async function both(id: keyof typeof GUARDED, token?: string) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return await Promise.all(
    urls.map(async (url) => {
      const answer = await fetch(`${url}/${id}`, { headers });
      return { status: answer.status, caller: answer.ok ? ((await answer.json()) as Caller) : undefined };
    }),
  );
}

describe('an HTTP API checks the tokens of an issuer itself', () => {
  it('has JWT authorizers and no Lambda authorizer', async () => {
    const client = await clientsOf(project).apiGatewayV2();
    const [{ ApiId } = {}] = (await client.send(new GetApisCommand({}))).Items ?? [];
    const { Items = [] } = await client.send(new GetAuthorizersCommand({ ApiId }));
    expect(Items.map(({ Name, AuthorizerType }) => [Name, AuthorizerType]).sort()).toEqual([
      ['login', 'JWT'],
      ['users', 'JWT'],
    ]);
    expect(Items.find(({ Name }) => Name === 'login')?.JwtConfiguration).toEqual({
      Issuer: issuer,
      Audience: [AUDIENCE],
    });
  });

  it.each([
    ['byIssuer', { scope: 'a b' }, 200],
    ['byScope', { scope: 'things/read more' }, 200],
    ['byScope', { scope: 'other' }, 403],
    ['byScopes', { scope: 'things/read' }, 403],
    ['byScopes', { scope: 'things/write things/read' }, 200],
  ] as const)('%s with %j is %i, as behind a REST API', async (id, claims, status) => {
    const [rest, http] = await both(id, await sign(claims));
    expect([rest?.status, http?.status]).toEqual([status, status]);
    expect([http?.caller?.id, http?.caller?.scopes]).toEqual([rest?.caller?.id, rest?.caller?.scopes]);
  });

  it('answers 401 to requests without a valid token', async () => {
    for (const token of [undefined, 'x', await sign({}, 'other'), `${await sign()}x`])
      expect((await both('byIssuer', token)).map(({ status }) => status)).toEqual([401, 401]);
  });
});

describe('an HTTP API checks the tokens of a user pool itself', () => {
  const tokenOf = async (...flags: string[]) =>
    (await project.apikit(['users', 'token', ...flags, '--stage', 'local'])).stdout.trim();

  it('accepts the ID token of a user, and shows the claims as a REST API does', async () => {
    await project.apikit(['users', 'create', 'ada', '--groups', 'admins,editors', '--stage', 'local']);
    const [rest, http] = await both('byUser', await tokenOf('ada'));
    expect([rest?.status, http?.status]).toEqual([200, 200]);
    const { exp: _, iat: __, ...claims } = rest!.caller!.context;
    expect(http?.caller).toMatchObject({ id: rest?.caller?.id, scopes: rest?.caller?.scopes, context: claims });
    expect(claims['cognito:groups']).toBe('admins,editors');
    expect((await both('byUser')).map(({ status }) => status)).toEqual([401, 401]);
  });

  it('accepts the token of a program by its scopes', async () => {
    const token = (scopes: string) => tokenOf('--program', '--scopes', scopes);
    expect((await both('byProgram', await token('items/write'))).map(({ status }) => status)).toEqual([200, 200]);
    expect((await both('byProgram', await token('items/read'))).map(({ status }) => status)).toEqual([401, 403]);
    expect((await both('byProgram', await sign())).map(({ status }) => status)).toEqual([401, 401]);
  });

  it('changes nothing at a second deploy', async () => {
    const again = await project.json<{ changed: boolean }>(['deploy', '--stage', 'local', '--yes']);
    expect(again.changed).toBe(false);
  });

  it('follows a client of the pool that somebody created again', async () => {
    const users = await clientsOf(project).cognito();
    const { UserPools: [{ Id: UserPoolId } = {}] = [] } = await users.send(
      new ListUserPoolsCommand({ MaxResults: 10 }),
    );
    const { UserPoolClients = [] } = await users.send(new ListUserPoolClientsCommand({ UserPoolId }));
    for (const { ClientId } of UserPoolClients)
      await users.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    expect((await project.apikit(['deploy', '--stage', 'local', '--yes'])).code).toBe(0);
    const [, http] = await both('byUser', await tokenOf('ada'));
    expect(http?.status).toBe(200);
  });
});

describe('apikit validate', () => {
  const refusal = async (change: (text: string) => string) => {
    const before = project.read('openapi.yaml');
    project.edit('openapi.yaml', change);
    const { code, stderr } = await project.apikit(['validate']);
    project.edit('openapi.yaml', () => before);
    expect(code).toBe(2);
    return stderr;
  };

  it('refuses pools whose client it does not know', async () => {
    const arn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abc';
    expect(await refusal((text) => text.replace('userPool: main', `userPool: "${arn}"`))).toContain(
      'Name one pool of userPools in apikit.yaml',
    );
  });

  it('wants code of the project, or another front door, for tokens that are not in one place', async () => {
    for (const identity of ['[header.Authorization, query.token]', '[]', '[context.identity.sourceIp]']) {
      const asked = (text: string) => text.replace(/ttl: \d+/, `ttl: 0\n        identity: ${identity}`);
      expect(await refusal(asked)).toContain('src/authorizers/login');
    }
    const twice = 'userPool: main, identity: [header.Authorization, query.token]';
    expect(await refusal((text) => text.replace('userPool: main', twice))).toContain(
      'one header or query parameter as identity',
    );
  });

  it('refuses an audience without an issuer, and another issuer than the configuration has', async () => {
    expect(await refusal((text) => text.replace('type: openIdConnect', 'type: http\n      scheme: bearer'))).toContain(
      'has an audience, but no issuer',
    );
    expect(
      await refusal((text) => text.replace('audience:', 'issuer: "https://other.example"\n        audience:')),
    ).toContain('has another issuer than its openIdConnectUrl');
  });
});
