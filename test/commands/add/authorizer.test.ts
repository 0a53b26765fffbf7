/**
 * The code that `apikit add authorizer` writes fits the project, type-checks, passes its own tests, and loses no
 * comment.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { scaffold } from '../../helpers/project.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const run = promisify(execFile);
const JWT = ['--type', 'jwt', '--issuer', 'https://login.example.com/', '--audience', 'api'];

it('writes every type of authorizer into one project, which passes its type check and tests', async () => {
  const dir = await scaffold();
  const before = readFileSync(join(dir, 'openapi.yaml'), 'utf8');
  const added = [
    ['jwt', ...JWT],
    ['partnerToken', '--type', 'jwt-secret', '--issuer', "it's", '--audience', 'api', '--secret', 'ssm:/shop/partner'],
    ['office', '--type', 'request', '--header', 'X-Office'],
    ['opaque', '--type', 'token'],
  ];
  for (const argv of added) {
    const { code, stderr } = await apikit(['add', 'authorizer', ...argv], { cwd: dir });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
  }

  const after = readFileSync(join(dir, 'openapi.yaml'), 'utf8');
  for (const line of before.split('\n')) expect(after.split('\n')).toContain(line);
  expect(parse(after).components.securitySchemes).toEqual({
    apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    jwt: {
      type: 'openIdConnect',
      openIdConnectUrl: 'https://login.example.com/.well-known/openid-configuration',
      'x-apikit': { ttl: 60, audience: ['api'], issuer: 'https://login.example.com/' },
    },
    partnerToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', 'x-apikit': { ttl: 60 } },
    office: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Office',
      'x-apikit': { type: 'request', identity: ['header.X-Office', 'context.identity.sourceIp'], ttl: 60 },
    },
    opaque: { type: 'http', scheme: 'bearer', 'x-apikit': { type: 'token', validation: '^Bearer \\S+$', ttl: 60 } },
  });
  const config = parse(readFileSync(join(dir, 'apikit.yaml'), 'utf8'));
  expect(config.function.secrets).toEqual({ PARTNER_TOKEN_SECRET: 'ssm:/shop/partner' });
  const { dependencies } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  expect(Object.keys(dependencies)).toEqual([...Object.keys(dependencies)].sort());
  expect(dependencies).toMatchObject({ jose: expect.any(String), '@aws-sdk/client-ssm': expect.any(String) });

  const bin = (name: string) => join(dir, 'node_modules', '.bin', name);
  const options = { cwd: dir, env: { ...process.env, NODE_ENV: 'test', VITEST: '', NO_COLOR: '1' } };
  const failure = (error: { stdout?: string; stderr?: string }) => ({ stdout: `${error.stdout}${error.stderr}` });
  await apikit(['validate'], { cwd: dir });
  expect(await run(bin('tsc'), ['--noEmit'], options).catch(failure)).toMatchObject({ stdout: '' });
  const { stdout } = await run(bin('vitest'), ['run', 'test/authorizers'], options).catch(failure);
  expect(stdout).toMatch(/Test Files {2}4 passed \(4\)/);
});

it('generates code for a scheme of the contract if API Gateway calls that code for it', async () => {
  const dir = await scaffold();
  const contract = join(dir, 'openapi.yaml');
  const add = (...argv: string[]) => apikit(['add', 'authorizer', ...argv], { cwd: dir });
  const before = readFileSync(contract, 'utf8');
  const schemes = {
    bare: '{ type: http, scheme: bearer }',
    always: '{ type: http, scheme: bearer, x-apikit: { type: request, identity: [], ttl: 0 } }',
    opaque: '{ type: http, scheme: bearer, x-apikit: { type: token } }',
    kept: '{ type: http, scheme: bearer, x-apikit: { ttl: 300 } }',
    pool: '{ type: http, scheme: bearer, x-apikit: { userPool: main } }',
    machine: '{ type: apiKey, in: header, name: x-api-key }',
  };
  const lines = Object.entries(schemes).map(([name, scheme]) => `    ${name}: ${scheme}\n`);
  const text = before.replace(/ {2}securitySchemes:\n/, (line) => `${line}${lines.join('')}`);
  writeFileSync(contract, text);
  for (const name of ['bare', 'always']) expect(await add(name, ...JWT)).toMatchObject({ code: 0 });
  expect(await add('opaque', '--type', 'token')).toMatchObject({ code: 0 });
  expect(readFileSync(contract, 'utf8')).toBe(
    text.replace('bare: { type: http, scheme: bearer }', 'bare: { type: http, scheme: bearer, x-apikit: { ttl: 60 } }'),
  );
  // The result for one caller would be cached for all callers that send the same Authorization header, or none; others
  // are not asked at all.
  const office = ['--type', 'request', '--header', 'X-Office'];
  for (const argv of [
    ['kept', ...office],
    ['pool', ...JWT],
    ['machine', ...office],
    ['kept', '--type', 'token'],
  ]) {
    const { code, stderr } = await add(...argv);
    expect([argv[0], code]).toEqual([argv[0], 2]);
    expect(stderr).toContain(`components.securitySchemes.${argv[0]} already exists`);
  }
});

it('writes nothing if the authorizer exists or cannot be added', async () => {
  const dir = await scaffold();
  const add = (...argv: string[]) => apikit(['add', 'authorizer', ...argv], { cwd: dir });
  expect((await add('jwt', ...JWT)).code).toBe(0);
  const contract = readFileSync(join(dir, 'openapi.yaml'), 'utf8');
  expect(await add('jwt', ...JWT)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('src/authorizers/jwt.ts already exists'),
  });
  writeFileSync(join(dir, 'package.json'), '{');
  expect(await add('second', ...JWT)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('package.json was not changed'),
  });
  expect(readFileSync(join(dir, 'openapi.yaml'), 'utf8')).toBe(contract);
});

it.each([
  [[], 'needs a name'],
  [['jwt'], 'No type is given'],
  [['a.b', ...JWT], 'cannot be the name'],
  [['apiKey', ...JWT], 'cannot be the name'],
  [['jwt', '--type', 'jwt', '--audience', 'a'], 'needs --issuer'],
  [['jwt', '--type', 'jwt', '--issuer', 'http://login.example.com', '--audience', 'a'], 'not an issuer'],
  [['s', '--type', 'jwt-secret', '--issuer', 'i', '--audience', 'a', '--secret', 'geheim'], 'not a reference'],
])('rejects %j with a hint', async (argv, said) => {
  const dir = await scaffold();
  const { code, stderr } = await apikit(['add', 'authorizer', ...argv], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

/** A handler that responds to API Gateway as `add authorizer` says it should. */
const HANDLER = `import { answerAuthorizer, isAuthorizerEvent } from './api/authorizer.mjs';
import { authorizers, routes } from './generated/contract.js';

export const handler = async (event) => {
  if (isAuthorizerEvent(event)) return await answerAuthorizer(event, Object.values(routes), authorizers);
  return { statusCode: 200, body: event.requestContext.authorizer.principalId };
};
`;

it('writes JavaScript for a JavaScript handler, and the authorizer passes its own tests', {
  timeout: 120_000,
}, async () => {
  const dir = join(tempDir(), 'shop');
  mkdirSync(dir);
  writeFileSync(join(dir, 'index.mjs'), HANDLER);
  writeFileSync(join(dir, 'apikit.yaml'), 'name: shop\nregion: eu-west-1\nfunction: { handler: index.handler }\n');
  const operation =
    '{ operationId: getThings, security: [{ opaque: [] }], responses: { default: { description: d } } }';
  writeFileSync(
    join(dir, 'openapi.yaml'),
    `openapi: 3.0.3\ninfo: { title: shop, version: '1' }\npaths:\n  /things:\n    get: ${operation}\n`,
  );
  symlinkSync(resolve(import.meta.dirname, '../../../node_modules'), join(dir, 'node_modules'));
  const added = await apikit(['add', 'authorizer', 'opaque', '--type', 'token'], { cwd: dir });
  expect(added.code).toBe(0);
  expect(added.stderr).toContain('Wrote authorizers/opaque.mjs, test/authorizers/opaque.test.mjs, api/authorizer.mjs');
  expect(added.stderr).toContain('if (isAuthorizerEvent(event))');
  expect(added.stderr).toContain('→ node --test test/authorizers/opaque.test.mjs');
  for (const argv of [
    ['jwt', ...JWT],
    ['partner', '--type', 'jwt-secret', '--issuer', 'p', '--audience', 'api', '--secret', 'ssm:/shop/partner'],
    ['office', '--type', 'request'],
  ]) {
    const { code, stderr } = await apikit(['add', 'authorizer', ...argv], { cwd: dir });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    expect(stderr).not.toContain('isAuthorizerEvent');
  }
  expect(JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).dependencies).toHaveProperty('jose');
  const { stdout } = await run(process.execPath, ['--test', join(dir, 'test/authorizers')], { cwd: dir });
  expect(stdout).toMatch(/# fail 0/);

  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  const tokens = JSON.stringify({ ada: createHash('sha256').update('ada-token').digest('hex') });
  writeFileSync(
    join(dir, 'apikit.yaml'),
    `name: shop\nregion: eu-west-1\nfunction: { handler: index.handler, environment: { OPAQUE_TOKENS: '${tokens}' } }\n`,
  );
  const env = { AWS_ENDPOINT_URL: cloud.endpoint };
  const deployed = await apikit(['deploy', '--stage', 'local', '--json'], { cwd: dir, env });
  expect(deployed.stderr).not.toContain('✘');
  const url = deployed.json<{ url: string }>().url;
  const ask = async (token: string) => await fetch(`${url}/things`, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await ask('ada-token')).text()).toBe('ada');
  expect((await ask('bob-token')).status).toBe(401);
});

it('generates equivalent code in both languages', async () => {
  const templates = resolve(import.meta.dirname, '../../../src/templates');
  const plain = async (file: string) => {
    const text = readFileSync(join(templates, file), 'utf8').replaceAll(/(from '[./][^']*)\.ts'/g, "$1.mjs'");
    const loader = file.endsWith('.ts') ? 'ts' : 'js';
    return (await transform(text, { loader, target: 'es2023' })).code;
  };
  const files = [
    'jwt/authorizer',
    'jwt-secret/authorizer',
    'jwt-secret/secrets',
    'request/authorizer',
    'token/authorizer',
  ];
  for (const file of files) {
    const there = `authorizers/files/javascript/${file}.mjs`;
    expect(await plain(there), file).toBe(await plain(`authorizers/files/typescript/${file}.ts`));
  }
  const events = await plain('authorizers/files/javascript/events.mjs');
  expect(events).toBe(await plain('shared/files/typescript/src/api/authorizer.ts'));
});
