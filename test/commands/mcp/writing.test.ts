/** `apikit mcp --allow-writes`: deploys of plans that the client has read, and rollbacks. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { LONGEST, type McpSession, startMcp } from '../../helpers/mcp-client.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';

const STAGE = { stage: 'dev' };

let project: Project;
let session: McpSession;

const memory = (megabytes: number) =>
  project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, `memory: ${megabytes}`));
const planOf = async (given: object = STAGE) => (await session.call('plan', given)).document.fingerprint as string;

beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev,prod']);
  project.edit('apikit.yaml', (text) => text.replace(/^ {2}prod: .*$/m, '  prod: { protected: true }'));
  session = await startMcp(['--allow-writes'], {
    cwd: project.dir,
    env: { AWS_ENDPOINT_URL: project.cloud.endpoint },
  });
});
afterAll(async () => {
  await session.close();
  await project.close();
});

describe('deploy and rollback', () => {
  it('are listed as tools that change something', async () => {
    const { tools } = await session.client.listTools(undefined, { timeout: LONGEST });
    const writing = tools.filter(({ annotations }) => annotations?.destructiveHint === true);
    expect(writing.map(({ name }) => name)).toEqual(['deploy', 'rollback']);
    for (const { annotations, inputSchema } of writing) {
      expect(annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
      expect(inputSchema.required).toContain('stage');
    }
  });

  it('deploy a plan that was read, and roll it back', async () => {
    const first = await session.call('deploy', { ...STAGE, plan: await planOf() });
    expect(first).toMatchObject({ isError: false, document: { stage: 'dev', changed: true } });
    project.edit('openapi.yaml', (text) => text.replace(/^ {2}version: .*$/m, '  version: 9.9.9'));
    const second = await session.call('deploy', { ...STAGE, plan: await planOf() });
    expect(second).toMatchObject({ isError: false, document: { changed: true } });
    const { release } = first.document;
    expect(second.document.release).not.toBe(release);
    const back = await session.call('rollback', { ...STAGE, release, reason: 'a test' });
    expect(back).toMatchObject({ isError: false, document: { release, reason: 'a test', changed: true } });
    expect((await session.call('status', STAGE)).document).toMatchObject({ release });
  });

  it('refuse a plan that nobody has read, or that is for another stage', async () => {
    for (const given of [
      { ...STAGE, plan: '0123456789abcdef' },
      { stage: 'local', plan: await planOf() },
    ]) {
      const { isError, texts } = await session.call('deploy', given);
      expect({ isError, text: texts[0] }).toMatchObject({
        isError: true,
        text: expect.stringMatching(/The tool plan has not shown a plan .* for the stage (dev|local)\. Nothing was/),
      });
    }
  });

  it('refuse a plan that is no longer the plan, and change nothing', async () => {
    memory(640);
    const plan = await planOf();
    memory(704);
    const { isError, document } = await session.call('deploy', { ...STAGE, plan });
    expect({ isError, document }).toMatchObject({ isError: true, document: { error: { code: 'PlanChanged' } } });
    expect(await planOf()).not.toBe(plan);
    memory(640);
    expect(await planOf()).toBe(plan);
  });

  it('delete only what the client names', async () => {
    const config = project.read('apikit.yaml');
    project.edit('apikit.yaml', (text) => text.replace('usagePlans:', 'usagePlans:\n  extra: { rate: 5, burst: 5 }'));
    await session.call('deploy', { ...STAGE, plan: await planOf() });
    project.edit('apikit.yaml', () => config);
    const plan = await planOf();
    const unnamed = await session.call('deploy', { ...STAGE, plan });
    expect(unnamed.isError).toBe(true);
    expect(unnamed.texts[0]).toMatch(/deletes does not name: usage-plan\/extra\. Nothing was changed/);
    const wrong = await session.call('deploy', { ...STAGE, plan, deletes: ['usage-plan/extra', 'table/items'] });
    expect(wrong.texts[0]).toMatch(/neither deletes nor takes over: table\/items/);
    const named = await session.call('deploy', { ...STAGE, plan, deletes: ['usage-plan/extra'] });
    expect(named).toMatchObject({ isError: false, document: { changed: true } });
  });

  it('refuse a protected stage and one that apikit.yaml does not have', async () => {
    const plan = await planOf({ stage: 'prod' });
    const deployed = await session.call('deploy', { stage: 'prod', plan });
    expect(deployed.isError).toBe(true);
    expect(deployed.texts[0]).toMatch(
      /prod is protected[\s\S]*A person can run it in a terminal: apikit deploy --stage prod/,
    );
    const back = await session.call('rollback', { stage: 'prod', release: '0123456789ab' });
    expect(back.texts[0]).toMatch(/Stage prod is protected, and the tool rollback/);
    expect((await session.call('rollback', { stage: 'nowhere', release: '0123456789ab' })).isError).toBe(true);
    expect((await session.call('status', { stage: 'prod' })).document).toMatchObject({ release: null });
  });

  it('need a plan and a stage', async () => {
    expect((await session.call('deploy', STAGE)).texts[0]).toMatch(/deploy needs the argument plan/);
    expect((await session.call('rollback', { release: 'x' })).texts[0]).toMatch(/rollback needs the argument stage/);
  });

  it('roll back only to the whole ID of a release', async () => {
    for (const release of ['previous', '30m', '2026-11-29T10:15Z', '4f2a']) {
      const { isError, texts } = await session.call('rollback', { ...STAGE, release });
      expect({ isError, text: texts[0] }).toMatchObject({
        isError: true,
        text: expect.stringContaining('rollback takes the whole ID of a release'),
      });
    }
  });

  it('are interrupted if the client cancels the call', async () => {
    memory(832);
    const plan = await planOf();
    const cancel = new AbortController();
    const onprogress = ({ message = '' }) => message.startsWith('changing') && cancel.abort();
    const call = session.call('deploy', { ...STAGE, plan }, { onprogress, signal: cancel.signal });
    await expect(call).rejects.toThrow();
    // The server ends the deploy in its own time.
    await vi.waitFor(
      async () => expect((await session.call('status', STAGE)).document).toMatchObject({ lock: null }),
      9_000,
    );
    expect((await session.call('plan', STAGE)).document.changes).not.toEqual([]);
  });

  it('are interrupted if the client goes away, and give the lock back before the server ends', async () => {
    const other = await startMcp(['--allow-writes'], {
      cwd: project.dir,
      env: { AWS_ENDPOINT_URL: project.cloud.endpoint },
    });
    memory(896);
    const plan = (await other.call('plan', STAGE)).document.fingerprint;
    await new Promise<void>((resolve) => {
      const onprogress = ({ message = '' }) => message.startsWith('changing') && resolve();
      other.call('deploy', { ...STAGE, plan }, { onprogress }).catch(() => {});
    });
    expect((await other.close()).code).toBe(0);
    expect((await session.call('status', STAGE)).document).toMatchObject({ lock: null });
    expect((await session.call('plan', STAGE)).document.changes).not.toEqual([]);
  });
});
