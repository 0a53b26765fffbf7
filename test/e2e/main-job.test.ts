/** From an empty folder to a running API with a key and logs, and back: each command once, as a user runs them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

describe('the main job', () => {
  let project: Project;
  let url: string;
  let key: string;

  beforeAll(async () => {
    project = await startProject();
  });
  afterAll(() => project.close());

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'x-api-key': key, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it('plans to create everything, and writes nothing', async () => {
    const { changes } = await project.json<{ changes: { resource: string; action: string }[] }>([
      'plan',
      '--stage',
      'dev',
    ]);
    expect(changes.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining(['table/items', 'role', 'function', 'api', 'release', 'stage', 'usage-plan/basic']),
    );
    expect(changes.every(({ action }) => action === 'create')).toBe(true);
    expect((await project.apikit(['plan', '--stage', 'dev', '--exit-code'])).code).toBe(3);
    expect((await project.json<{ changes: object[] }>(['deploy', '--dry-run', '--stage', 'dev'])).changes).toEqual(
      changes,
    );
    expect((await project.json<{ url: string | null }>(['status', '--stage', 'dev'])).url).toBeNull();
  });

  it('deploys, and prints the URL, the release, the calls and the next command', async () => {
    const { code, stdout, stderr } = await project.apikit(['deploy', '--stage', 'dev', '--yes']);
    expect(stderr).not.toContain('✘');
    expect(code).toBe(0);
    const [where, release, summary] = stdout.trim().split('\n').slice(-3);
    url = where!;
    expect(url).toMatch(new RegExp(`^${project.cloud.endpoint}/_aws/execute-api/[a-z0-9]{10}/dev$`));
    expect(release).toMatch(/^release [0-9a-f]{12}$/);
    expect(summary).toMatch(/^\d+ calls \(\d+ writes\), 0 throttled, \d+\.\d s$/);
    expect(stderr.trim().split('\n').at(-1)).toBe('→ apikit keys create my-key --plan basic --stage dev');
  });

  it('has no changes the second time, also from another machine', async () => {
    expect(await project.json(['deploy', '--stage', 'dev', '--yes'])).toMatchObject({ changed: false, changes: [] });
    expect((await project.apikit(['plan', '--stage', 'dev', '--exit-code'])).code).toBe(0);
  });

  it('creates a key and prints only its value to stdout', async () => {
    const created = await project.apikit(['keys', 'create', 'alice', '--plan', 'basic', '--stage', 'dev']);
    expect(created.code).toBe(0);
    key = created.stdout.trim();
    expect(key).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(created.stderr).not.toContain(key);
    const { keys } = await project.json<{ keys: object[] }>(['keys', 'list', '--stage', 'dev']);
    expect(keys).toEqual([expect.objectContaining({ name: 'alice', enabled: true })]);
    expect(JSON.stringify(keys)).not.toContain(key);
    expect((await project.apikit(['keys', 'show', 'alice', '--stage', 'dev'])).stdout).not.toContain(key);
  });

  it('serves every operation with the key and none without it', async () => {
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/items`)).status).toBe(403);
    const created = await call('POST', '/items', { name: 'First' });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    expect((await call('GET', `/items/${id}`)).status).toBe(200);
    expect((await call('PUT', `/items/${id}`, { name: 'Second' })).status).toBe(200);
    expect((await call('PATCH', `/items/${id}`, { name: 'Third' })).status).toBe(200);
    expect(await (await call('GET', '/items?limit=5')).json()).toMatchObject({ items: [{ id, name: 'Third' }] });
    expect((await call('DELETE', `/items/${id}`)).status).toBe(204);
    expect((await call('GET', `/items/${id}`)).status).toBe(404);
  });

  it('returns errors of the gateway and of the handler in one envelope', async () => {
    const envelope = { code: expect.any(String), message: expect.any(String), requestId: expect.any(String) };
    const refused = await fetch(`${url}/items`);
    expect(await refused.json()).toMatchObject(envelope);
    expect(refused.headers.get('x-apikit-release')).toMatch(/^[0-9a-f]{12}$/);
    const invalid = await call('POST', '/items', { name: 42 });
    expect(invalid.status).toBe(400);
    expect(await invalid.json()).toMatchObject(envelope);
    expect(await (await call('GET', '/items/none')).json()).toMatchObject(envelope);
  });

  it('shows access and function lines of one request under its ID', async () => {
    const { stdout, code } = await project.apikit(['tail-logs', '--stage', 'dev', '--no-follow', '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const access = lines.find(
      ({ source, method, status }) => source === 'access' && method === 'POST' && String(status) === '201',
    );
    expect(access).toMatchObject({
      time: expect.any(String),
      requestId: expect.any(String),
      level: 'info',
      message: expect.any(String),
    });
    const same = lines.filter(({ requestId }) => requestId === access?.requestId);
    expect(same.map(({ source }) => source)).toEqual(expect.arrayContaining(['access', 'function']));
  });

  it('changes code without a failed request', async () => {
    let failed = 0;
    let done = false;
    const load = (async () => {
      while (!done) if ((await fetch(`${url}/health`)).status !== 200) failed += 1;
    })();
    project.edit('src/handler.ts', (text) => `${text}\nexport const revision = 2;\n`);
    const deployed = await project.json<{ changed: boolean }>(['deploy', '--stage', 'dev', '--yes']);
    done = true;
    await load;
    expect(deployed.changed).toBe(true);
    expect(failed).toBe(0);
  });

  it('keeps the key through a deploy', async () => {
    expect((await call('GET', '/items')).status).toBe(200);
  });

  it('lists the resources of the stage', async () => {
    const { resources, release } = await project.json<{
      release: string;
      resources: { state: string; arn: string | null }[];
    }>(['status', '--stage', 'dev']);
    expect(release).toMatch(/^[0-9a-f]{12}$/);
    expect(resources.map(({ state }) => state)).not.toContain('missing');
    const output = async (name: string) =>
      (await project.apikit(['status', '--stage', 'dev', '--output', name])).stdout;
    expect(await output('url')).toBe(`${url}\n`);
    expect(await output('table/items')).toMatch(/^arn:aws:dynamodb:.*items-api-dev-items\n$/);
    expect((await project.apikit(['status', '--stage', 'dev', '--output', 'nope'])).code).toBe(2);
  });

  it('is deleted by destroy, except for its data', async () => {
    const destroyed = await project.json<{ removed: string[]; kept: { resource: string }[] }>([
      'destroy',
      '--stage',
      'dev',
      '--yes',
    ]);
    expect(destroyed.removed).toEqual(expect.arrayContaining(['api', 'function', 'role', 'usage-plan/basic']));
    expect(destroyed.kept.map(({ resource }) => resource)).toContain('table/items');
    expect((await fetch(`${url}/health`)).status).toBe(403);
    expect(await project.json(['destroy', '--stage', 'dev', '--yes'])).toMatchObject({ removed: [] });
  });

  it('uses its data again after a deploy, and is deleted completely with --delete-data', async () => {
    expect(await project.json(['deploy', '--stage', 'dev', '--yes'])).toMatchObject({ changed: true });
    const { kept } = await project.json<{ kept: { resource: string }[] }>([
      'destroy',
      '--stage',
      'dev',
      '--yes',
      '--delete-data',
    ]);
    expect(kept.map(({ resource }) => resource)).not.toContain('table/items');
  });
});
