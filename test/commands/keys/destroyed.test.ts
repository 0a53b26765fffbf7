/** API keys belong to their clients: they outlive their stage, and are deleted on request. */
import { CreateApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';

describe.each([
  ['with its tags', false],
  ['without its tags', true],
])('an API key that AWS lists %s', (_how, keysListedWithoutTags) => {
  let project: Project;
  const stage = ['--stage', 'dev'];

  beforeAll(async () => {
    project = await startSmallProject([], { keysListedWithoutTags });
    await project.json(['deploy', ...stage, '--yes']);
    for (const name of ['alice', 'bob', 'bob'])
      await project.json(['keys', 'create', name, '--plan', 'basic', '--another', ...stage]);
    const clients = clientsOf(project);
    await (await clients.apiGateway()).send(new CreateApiKeyCommand({ name: 'of others' }));
    clients.destroy();
  });
  afterAll(() => project.close());

  it('is found, stays when its stage is destroyed, and is deleted on request', async () => {
    const { keys } = await project.json<{ keys: { name: string }[] }>(['keys', 'list', ...stage]);
    expect(keys.map(({ name }) => name).sort()).toEqual(['alice', 'bob', 'bob']);
    const destroy = (...flags: string[]) =>
      project.json<{ removed: string[]; left: { kind: string; name: string }[] }>([
        ...['destroy', ...stage, '--yes', '--delete-data', ...flags],
      ]);
    const { left } = await destroy();
    expect(left.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'api-key alice',
      'api-key bob',
      'api-key bob',
    ]);
    const { removed, left: nothing } = await destroy('--delete-keys');
    expect(removed.map((name) => name.replace(/\.\w+$/, '')).sort()).toEqual([
      ...['api-key/alice', 'api-key/bob', 'api-key/bob'],
    ]);
    expect(nothing).toEqual([]);
    const clients = clientsOf(project);
    const { items = [] } = await (await clients.apiGateway()).send(new GetApiKeysCommand({}));
    expect(items.map(({ name }) => name)).toEqual(['of others']);
    clients.destroy();
  });
});
