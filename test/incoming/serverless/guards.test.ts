/** The guards of operations do not become weaker, also where no file tells their values. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Imported, imported, NODE, yaml } from './written-service.ts';

const guarded = (events: object[], provider: object = {}, ...more: string[]): Promise<Imported> =>
  imported({ provider: { ...NODE, ...provider }, functions: { one: { handler: 'one.run', events } } }, {}, ...more);

const on = (settings: object) => [{ http: { path: 'a', method: 'get', ...settings } }];

/** The security of `GET /a`, and the schemes. */
const security = ({ dir }: Imported) => {
  const { paths, components } = yaml(dir, 'openapi.yaml') as unknown as {
    paths: Record<string, { get: { security?: unknown } }>;
    components?: { securitySchemes: Record<string, object> };
  };
  return { required: paths['/a']!.get.security, schemes: components?.securitySchemes ?? {} };
};

it('a resource policy needs a decision, also one that no file tells', async () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: ['execute-api:/*'] };
  for (const resourcePolicy of [[statement], `\${ssm:/policy}`]) {
    const provider = { apiGateway: { resourcePolicy } };
    const { code, stdout, stderr } = await guarded([{ http: 'GET /a' }], provider);
    expect([code, stdout + stderr]).toEqual([2, expect.stringContaining('--accept resource-policy')]);
    expect((await guarded([{ http: 'GET /a' }], provider, '--accept', 'resource-policy')).code).toBe(0);
  }
});

it('the command to type again has the options, without what seems to be a secret', async () => {
  const options = ['--name', 'web', '--option', 'stage=prod', '--param', 'API_KEY=hunter2'];
  const { stdout, stderr } = await guarded([{ http: 'GET /a' }], { resourcePolicy: `\${opt:none}` }, ...options);
  expect(stdout + stderr).toContain(
    `--option stage=prod --param 'API_KEY=(hidden)' --name web --accept resource-policy`,
  );
});

it('an authorizer of which only the account knows the code lets nobody pass', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:door';
  const result = await guarded(on({ authorizer: { arn } }));
  expect(security(result).required).toEqual([{ door: [] }]);
  const { handler } = (await import(join(result.dir, 'handler.mjs'))) as { handler(event: object): unknown };
  expect(() => handler({ methodArn: 'arn', httpMethod: 'GET', resource: '/a' })).toThrow('Unauthorized');
});

it.each([
  ['authorizer', { authorizer: `\${ssm:/door}` }, [{ authorizer: [] }]],
  ['private', { private: `\${opt:none}` }, [{ key: [] }]],
  ['private as a text', { private: 'true' }, [{ key: [] }]],
  ['both', { authorizer: `\${file(none.yml)}`, private: `\${env:NONE}` }, [{ authorizer: [], key: [] }]],
])('a value that no file tells guards the operation: %s', async (_title, settings, required) => {
  expect(security(await guarded(on(settings))).required).toEqual(required);
});

it.each([
  ['nothing', {}],
  ['null', { authorizer: null, private: null }],
  ['false', { private: false }],
])('an operation without a guard is open, as it was: %s', async (_title, settings) => {
  expect(security(await guarded(on(settings))).required).toBeUndefined();
});

it.each(['key', 'signature', '__proto__', '../../door', '-f'])(
  'an authorizer that is named %s guards',
  async (name) => {
    const { required, schemes } = security(await guarded(on({ authorizer: { name }, private: true })));
    const [requirement = {}] = required as Record<string, unknown>[];
    const [authorizer = '', ...others] = Object.keys(requirement).filter((each) => each !== 'key');
    expect([Object.keys(requirement).length, others]).toEqual([2, []]);
    expect(authorizer).toMatch(/^[A-Za-z0-9][\w-]*$/);
    expect(schemes[authorizer]).toMatchObject({ type: 'http', scheme: 'bearer' });
  },
);

it('two authorizers whose names only differ by their characters stay two', async () => {
  const events = [...on({ authorizer: 'a.b' }), { http: { path: 'b', method: 'get', authorizer: 'a-b' } }];
  expect(Object.keys(security(await guarded(events)).schemes).sort()).toEqual(['a-b', 'a-b-2']);
});

it('a user pool and a token issuer are the same, with their scopes', async () => {
  const arn = 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc';
  const pool = security(await guarded(on({ authorizer: { name: 'people', arn, scopes: ['a/b'] } })));
  expect(pool).toMatchObject({
    required: [{ people: ['a/b'] }],
    schemes: { people: { 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [arn] } } },
  });
  const people = { type: 'jwt', issuerUrl: 'https://login.example/', audience: ['web'] };
  const event = { httpApi: { path: '/a', method: 'get', authorizer: { name: 'people', scopes: ['read'] } } };
  const jwt = security(await guarded([event], { httpApi: { authorizers: { people } } }));
  expect(jwt).toMatchObject({
    required: [{ people: ['read'] }],
    schemes: {
      people: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://login.example/.well-known/openid-configuration',
        'x-apikit': { audience: ['web'], issuer: 'https://login.example/' },
      },
    },
  });
});

it('pages get cookies only if every event allows them', async () => {
  const cors = { origin: 'https://a.example', allowCredentials: true };
  const other = { http: { path: 'b', method: 'get', cors: { origin: 'https://b.example' } } };
  const one = await guarded(on({ cors }));
  expect(yaml(one.dir).cors).toMatchObject({ origins: ['https://a.example'], credentials: true });
  const two = await guarded([...on({ cors }), other]);
  expect(yaml(two.dir).cors).not.toHaveProperty('credentials');
  expect(two.says).toContainEqual(expect.stringContaining('cors holds for all operations'));
  expect(one.says).toEqual([]);
});
