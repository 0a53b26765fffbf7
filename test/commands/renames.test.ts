/**
 * A new name for an app or a table means a new resource in AWS: apikit notices and explains it, and never creates it
 * silently.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

describe('a renamed table', () => {
  let project: Project;
  const stage = ['--stage', 'dev'];
  /** Also changes the operations, which name their table. */
  const rename = (from: string, to: string) => {
    project.edit('apikit.yaml', (text) => text.replace(`  ${from}: { key: id }`, `  ${to}: { key: id }`));
    const pascal = (plural: string) => plural[0]!.toUpperCase() + plural.slice(1, -1);
    project.edit('openapi.yaml', (text) =>
      text.replace(new RegExp(`(operationId: [a-z]+)${pascal(from)}`, 'g'), `$1${pascal(to)}`),
    );
  };

  beforeAll(async () => {
    project = await startSmallProject();
    await project.json(['deploy', ...stage, '--yes']);
  });
  afterAll(() => project.close());

  it('stops the plan and the deploy with both solutions', async () => {
    rename('items', 'things');
    for (const command of ['plan', 'deploy']) {
      const { code, stdout } = await project.apikit([command, ...stage, '--json']);
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } };
      expect(code).toBe(1);
      expect(error.code).toBe('TableRenamed');
      expect(error.message).toContain('"things"');
      expect(error.message).toContain('items-api-dev-items');
      expect(error.hint).toContain('--new-table things');
    }
  });

  it('is distinguished from a table that the project does not have', async () => {
    const { code, stderr } = await project.apikit(['plan', ...stage, '--new-table', 'thing']);
    expect(code).toBe(2);
    expect(stderr).toContain('it has things');
  });

  it('starts empty after a confirmation, and the old table stays', async () => {
    const deployed = await project.json<{ changes: { resource: string }[]; kept: { resource: string }[] }>([
      'deploy',
      ...stage,
      '--yes',
      '--new-table',
      'things',
    ]);
    expect(deployed.changes.map(({ resource }) => resource)).toContain('table/things');
    expect(deployed.kept.map(({ resource }) => resource)).toEqual(['table/items']);
    expect(await project.json(['deploy', ...stage, '--yes'])).toMatchObject({ changed: false });
  });

  it('does not affect a table that is added later', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/^tables:\n/m, 'tables:\n  orders: { key: id }\n'));
    const { changes } = await project.json<{ changes: { resource: string; action: string }[] }>(['plan', ...stage]);
    expect(changes).toContainEqual(expect.objectContaining({ resource: 'table/orders', action: 'create' }));
  });

  it('is detected also after a destroy that kept the data', async () => {
    await project.json(['destroy', ...stage, '--yes']);
    rename('things', 'others');
    const { code, stdout } = await project.apikit(['plan', ...stage, '--json']);
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 1, error: 'TableRenamed' });
  });
});

describe('a renamed app', () => {
  let project: Project;
  const stage = ['--stage', 'dev'];

  beforeAll(async () => {
    project = await startSmallProject();
    await project.json(['deploy', ...stage, '--yes']);
    project.edit('apikit.yaml', (text) => text.replace('name: items-api', 'name: shop-api'));
  });
  afterAll(() => project.close());

  it('gets a warning before its first deploy, and not after it', async () => {
    const { code, stderr, stdout } = await project.apikit(['plan', ...stage, '--json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/! The app "items-api" serves the same code in stage dev/);
    expect(JSON.parse(stdout).warnings).toEqual([expect.stringContaining('name: items-api')]);
    await project.json(['deploy', ...stage, '--yes']);
    expect((await project.json<{ warnings: string[] }>(['plan', ...stage])).warnings).toEqual([]);
  });
});
