/**
 * Ctrl-C and SIGTERM (which CI systems send) during a command: its message, what it leaves, and how the next run
 * continues.
 */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tempDir } from '../helpers/cli.ts';
import { startApikit } from '../helpers/cli-process.ts';
import { type CountingProxy, startCountingProxy } from '../helpers/counting-proxy.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

/** The exit codes of shells: 128 plus the number of the signal. */
const CODES = { SIGINT: 130, SIGTERM: 143 };

const CREATE_FUNCTION = /^POST \/2015-03-31\/functions$/;

describe('a deploy', () => {
  let project: Project;
  let proxy: CountingProxy;

  beforeAll(async () => {
    project = await startSmallProject();
  });
  afterAll(() => project.close());
  beforeEach(async () => {
    proxy = await startCountingProxy(project.cloud.endpoint);
  });
  afterEach(() => proxy.close());

  const start = (argv: string[]) => startApikit(argv, { cwd: project.dir, env: { AWS_ENDPOINT_URL: proxy.endpoint } });

  /** Runs the command again: it finishes the rest, says what it did, and leaves nothing to do. */
  async function converges(stage: string): Promise<string[]> {
    const { changes } = await project.json<{ changes: { resource: string }[] }>(['deploy', '--stage', stage, '--yes']);
    expect((await project.apikit(['plan', '--stage', stage, '--exit-code'])).code).toBe(0);
    await project.json(['destroy', '--stage', stage, '--confirm', stage, '--delete-data']);
    return changes.map(({ resource }) => resource);
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'finishes the pending calls after %s, and names what is not done',
    async (signal) => {
      const arrived = proxy.hold(CREATE_FUNCTION);
      const { child, finished, said } = start(['deploy', '--stage', 'dev', '--yes']);
      await arrived;
      child.kill(signal);
      await said(/waiting for the running calls\. Ctrl-C again stops at once/);
      proxy.release();
      const { code, stdout, stderr } = await finished;
      expect({ code, stdout }).toEqual({ code: CODES[signal], stdout: '' });
      expect(stderr).toMatch(
        /✘ Deploy was interrupted\. Done: .*role \(create\).*Not started: .*stage.*\.\n→ Run apikit deploy --stage dev again/,
      );
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({ lock: null });
      const rest = await converges('dev');
      expect(rest).toContain('stage');
      expect(rest).not.toContain('role');
    },
  );

  // Ctrl-C twice; a cancelled job of GitHub; a stopped job of Kubernetes.
  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGTERM'],
  ] as const)(
    'ends at once at the second signal (%s, %s), and the next run finds the completed steps',
    async (first, second) => {
      const arrived = proxy.hold(CREATE_FUNCTION);
      const { child, finished, said } = start(['deploy', '--stage', 'dev', '--yes']);
      await arrived;
      child.kill(first);
      await said(/waiting for the running calls/);
      child.kill(second);
      const { code, stderr } = await finished;
      expect(code).toBe(CODES[second]);
      expect(stderr).toContain(
        '✘ Stopped at once; calls that were under way may still take effect.\n→ Run the same command',
      );
      proxy.release();
      // A process that ends at once cannot release its lock.
      expect(await project.json(['status', '--stage', 'dev'])).toMatchObject({
        lock: { what: expect.stringContaining('deploy') },
      });
      await project.apikit(['unlock', '--stage', 'dev', '--yes']);
      expect(await converges('dev')).toContain('stage');
    },
  );

  it.each([
    ["the caller's identity", /GetCallerIdentity/],
    ['the existing resources', /^GET \/restapis$/],
  ])('does not wait for the response to %s', async (_what, read) => {
    const arrived = proxy.hold(read);
    const { child, finished } = start(['deploy', '--stage', 'dev', '--yes']);
    await arrived;
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain('✘ Interrupted; nothing was changed.');
    expect(proxy.calls.filter((call) => /Create|^PUT /.test(call))).toEqual([]);
  });

  it('is one document on stdout with --json, and NDJSON with --events', async () => {
    const arrived = proxy.hold(CREATE_FUNCTION);
    const { child, finished, said } = start(['deploy', '--stage', 'dev', '--yes', '--json', '--events']);
    await arrived;
    child.kill('SIGINT');
    await said(/waiting for the running calls/);
    proxy.release();
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      error: {
        code: 'Interrupted',
        message: expect.stringContaining('Done: '),
        hint: expect.any(String),
        done: expect.arrayContaining([{ resource: 'role', action: 'create' }]),
        failed: [],
        cutShort: expect.any(Array),
        notStarted: expect.arrayContaining(['stage']),
        live: null,
      },
    });
    const events = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(events.at(-1)).toMatchObject({ type: 'error', code: 'Interrupted' });
    await converges('dev');
  });

  it('that is interrupted during destroy is finished by the next destroy', async () => {
    await project.json(['deploy', '--stage', 'dev', '--yes']);
    const arrived = proxy.hold(/^DELETE \/restapis\/[a-z0-9]+$/);
    const { child, finished, said } = start(['destroy', '--stage', 'dev', '--yes', '--delete-data']);
    await arrived;
    child.kill('SIGINT');
    await said(/waiting for the running calls/);
    proxy.release();
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /✘ Destroy was interrupted\. Done: .*Not started: .*\.\n→ Run apikit destroy --stage dev again/,
    );
    const { removed } = await project.json<{ removed: string[] }>([
      'destroy',
      '--stage',
      'dev',
      '--yes',
      '--delete-data',
    ]);
    expect(removed).toContain('role');
    const { resources } = await project.json<{ resources: { resource: string; state: string }[] }>([
      'status',
      '--stage',
      'dev',
    ]);
    // The role with which API Gateway writes logs belongs to the whole account.
    const left = resources.filter(({ state }) => state !== 'missing').map(({ resource }) => resource);
    expect(left).toEqual(['account']);
  });

  it('has logs that are followed until Ctrl-C, which is not a failure', async () => {
    await project.json(['deploy', '--stage', 'dev', '--yes']);
    const arrived = proxy.hold(/FilterLogEvents/);
    const { child, finished } = start(['tail-logs', '--stage', 'dev']);
    await arrived;
    child.kill('SIGINT');
    expect(await finished).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a busy command without a lock', () => {
  const paths = Object.fromEntries(
    Array.from({ length: 40_000 }, (_, index) => [
      `/p${index}`,
      { get: { operationId: `get${index}`, responses: { 200: { description: 'OK' } } } },
    ]),
  );
  const text = JSON.stringify({ openapi: '3.0.3', info: { title: 'busy', version: '1' }, paths });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at once on %s', async (signal) => {
    const { child, finished } = startApikit(['openapi', 'lint', '-'], { cwd: tempDir(), stdin: 'pipe' });
    // Nearly all of it is read when the last part is written: no pipe holds this much.
    await new Promise<void>((resolve) => child.stdin!.end(text, () => resolve()));
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([null, signal]);
    expect(await finished).toMatchObject({ stdout: '', stderr: '' });
  });
});
