/** The command that an import prints for a key of the document works as it is, and its code checks that key. */
import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { packageRoot } from '../../../src/files/package-root.ts';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const SCHEMES = {
  pet_key: { type: 'apiKey', in: 'header', name: 'pet_key' },
  queryKey: { type: 'apiKey', in: 'query', name: 'api_key' },
  session: { type: 'apiKey', in: 'cookie', name: 'sid' },
  people: { type: 'http', scheme: 'basic' },
};

/** The requests that callers send with each scheme. */
const SENT: Record<keyof typeof SCHEMES, { query?: string; headers?: Record<string, string>; key: string }> = {
  pet_key: { headers: { pet_key: 'k1' }, key: 'k1' },
  queryKey: { query: '?api_key=k2', key: 'k2' },
  session: { headers: { cookie: 'theme=dark; sid=k3' }, key: 'k3' },
  people: { headers: { authorization: `Basic ${btoa('ada:secret')}` }, key: 'ada:secret' },
};

const NAMES = Object.keys(SCHEMES) as (keyof typeof SCHEMES)[];

const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  components: { securitySchemes: SCHEMES },
  paths: Object.fromEntries(
    NAMES.map((name) => [
      `/${name}`,
      { get: { security: [{ [name]: [] }], responses: { 200: { description: 'OK' } } } },
    ]),
  ),
};

const environmentOf = (name: string) => `${name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_CALLERS`;

it('works as it is printed for a header, a query parameter, a cookie and a password', {
  timeout: 120_000,
}, async () => {
  const cwd = tempDir();
  writeFileSync(join(cwd, 'pets.yaml'), stringify(DOCUMENT));
  const imported = await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd });
  const dir = join(cwd, 'out');
  symlinkSync(resolve(packageRoot, 'node_modules'), join(dir, 'node_modules'));
  const hints = [...imported.stderr.matchAll(/→ apikit (add authorizer \S+)$/gm)].map(([, hint]) => hint!);
  expect(hints).toEqual(NAMES.map((name) => `add authorizer ${name}`));
  const unfinished = await apikit(['validate'], { cwd: dir });
  for (const hint of hints) {
    expect(unfinished.stderr).toContain(`apikit ${hint}`);
    expect(await apikit(hint.split(' '), { cwd: dir })).toMatchObject({ code: 0 });
  }

  const file = join(dir, 'apikit.yaml');
  const config = parse(readFileSync(file, 'utf8'));
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  config.function.environment = Object.fromEntries(
    NAMES.map((name) => [environmentOf(name), JSON.stringify({ ada: hash(SENT[name].key) })]),
  );
  writeFileSync(file, stringify(config));
  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  const run = (...argv: string[]) => apikit(argv, { cwd: dir, env: { AWS_ENDPOINT_URL: cloud.endpoint } });
  expect((await run('deploy', '--stage', 'dev', '--yes')).stderr).not.toContain('✘');
  const { url } = (await run('status', '--stage', 'dev', '--json')).json<{ url: string }>();
  for (const name of NAMES) {
    const { query = '', headers = {} } = SENT[name];
    const statuses = [await fetch(`${url}/${name}${query}`, { headers }), await fetch(`${url}/${name}`)];
    // The operations have no code yet: who may call gets 501.
    expect([name, ...statuses.map(({ status }) => status)]).toEqual([name, 501, 401]);
  }
});

it('completes the settings of an import before, and refuses what would read another key', async () => {
  const cwd = tempDir();
  writeFileSync(join(cwd, 'pets.yaml'), stringify(DOCUMENT));
  await apikit(['openapi', 'import', 'pets.yaml', 'out'], { cwd });
  const dir = join(cwd, 'out');
  const contract = join(dir, 'openapi.yaml');
  const before = parse(readFileSync(contract, 'utf8'));
  before.components.securitySchemes.queryKey['x-apikit'] = { type: 'request' };
  writeFileSync(contract, stringify(before));
  const add = (...argv: string[]) => apikit(['add', 'authorizer', ...argv], { cwd: dir });
  for (const [argv, said] of [
    [['people', '--type', 'token'], 'of type token reads a bearer token'],
    [['queryKey', '--type', 'token'], 'send another key: query api_key'],
    [['queryKey', '--header', 'X-Key'], "already says where the caller's key is: query api_key"],
  ] as const) {
    const { code, stderr } = await add(...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  }
  expect(await add('queryKey')).toMatchObject({ code: 0 });
  expect(await add('pet_key', '--header', 'pet_key')).toMatchObject({ code: 0 });
  const { queryKey } = parse(readFileSync(contract, 'utf8')).components.securitySchemes;
  expect(queryKey['x-apikit']).toEqual({
    type: 'request',
    identity: ['query.api_key', 'context.identity.sourceIp'],
    ttl: 60,
  });
});
