/** What `apikit add authorizer` writes: it fits the project, type-checks, passes its own tests, and loses no comment. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { apikit } from '../helpers/cli.ts';
import { scaffold } from '../helpers/project.ts';

const run = promisify(execFile);
const JWT = ['--type', 'jwt', '--issuer', 'https://login.example.com/', '--audience', 'api'];

it('writes all of them into one project, which type-checks and passes their tests', { timeout: 120_000 }, async () => {
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
      'x-apikit': { ttl: 60 },
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

it('writes nothing where something of it is there already, or cannot be added', async () => {
  const dir = await scaffold();
  const add = (...argv: string[]) => apikit(['add', 'authorizer', ...argv], { cwd: dir });
  expect((await add('jwt', ...JWT)).code).toBe(0);
  const contract = readFileSync(join(dir, 'openapi.yaml'), 'utf8');
  expect(await add('jwt', ...JWT)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('src/authorizers/jwt.ts is there already'),
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
  [['jwt'], 'No type was named'],
  [['a.b', ...JWT], 'cannot be the name'],
  [['apiKey', ...JWT], 'cannot be the name'],
  [['jwt', '--type', 'jwt', '--audience', 'a'], 'needs --issuer'],
  [['jwt', '--type', 'jwt', '--issuer', 'http://login.example.com', '--audience', 'a'], 'no issuer'],
  [['s', '--type', 'jwt-secret', '--issuer', 'i', '--audience', 'a', '--secret', 'geheim'], 'no reference'],
])('%j is asked for better', async (argv, said) => {
  const dir = await scaffold();
  const { code, stderr } = await apikit(['add', 'authorizer', ...argv], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
