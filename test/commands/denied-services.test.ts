/**
 * A caller who can create a stage can read it and destroy it, even without permissions for services that the stage does
 * not use.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { limitedTo } from '../helpers/limited-role.ts';
import { type Project, startProject } from '../helpers/project.ts';

interface Life {
  changes: string[];
  drift: object[];
  orphans: object[];
  stages: { stage: string }[];
  removed: string[];
  left: object[];
}

/** The services that the stage does not use, by the prefix of their IAM actions. */
const UNUSED = ['cognito-idp', 'sns', 'secretsmanager', 'cloudwatch', 'tag'];

describe('a service that a stage does not use', () => {
  let project: Project;
  let expected: Life;

  beforeAll(async () => {
    project = await startProject(['--template', 'hello']);
    project.edit('apikit.yaml', (text) => `${text}\nalarms: { enabled: false }\n`);
    expected = (await life()).all;
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => project.close());

  /** Uses the credentials of the role from now on. The SDK finds them in the process's own environment. */
  async function actAs(role: string, denied: string) {
    const credentials = await limitedTo(project, role, [denied]);
    for (const [name, value] of Object.entries(credentials)) vi.stubEnv(name, value);
  }

  /** Deploys, deploys again, reads, lists and destroys; returns also the notes about what could not be searched. */
  async function life() {
    const said: string[] = [];
    async function run<T>(...argv: string[]): Promise<T> {
      const { code, json, stderr } = await project.apikit([...argv, '--json']);
      expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
      const document = json<T & { unsearched?: { what: string; why: string }[] }>();
      said.push(...(document.unsearched ?? []).map(({ what, why }) => `${what}: ${why}`));
      return document;
    }
    const stage = ['--stage', 'dev'];
    const { changes } = await run<{ changes: { resource: string; action: string }[] }>('deploy', ...stage, '--yes');
    const again = await run<{ changes: object[] }>('deploy', ...stage, '--yes');
    expect(again.changes).toEqual([]);
    const { drift, orphans } = await run<Life>('status', ...stage);
    const { stages } = await run<Life>('list');
    const { removed, left } = await run<Life>('destroy', ...stage, '--yes', '--delete-data');
    const made = changes.map(({ resource, action }) => `${action} ${resource}`).filter((one) => !/account/.test(one));
    const names = stages.map((one) => ({ stage: one.stage }));
    return {
      all: { changes: made.sort(), drift, orphans, stages: names, removed: removed.sort(), left },
      said: [...new Set(said)],
    };
  }

  it.each(UNUSED)('may be denied: %s', async (service) => {
    await actAs(`all-but-${service}`, `${service}:*`);
    const { all, said } = await life();
    expect(all).toEqual(expected);
    for (const one of said)
      expect(one).toMatch(new RegExp(`: these credentials are not allowed to do ${service}:\\w+$`, 'i'));
    // Secrets are read only if a function has some; all other services are reported.
    expect(said.length > 0).toBe(service !== 'secretsmanager');
  });

  it('is named by destroy if it could not be searched', async () => {
    await actAs('no-pools', 'cognito-idp:*');
    const { stdout, stderr, code } = await project.apikit(['destroy', '--stage', 'dev', '--yes']);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'Could not look for user pools: these credentials are not allowed to do cognito-idp:ListUserPools.',
    );
    expect(stdout).toMatch(/^0 left, but not everything could be searched\n/);
  });
});
