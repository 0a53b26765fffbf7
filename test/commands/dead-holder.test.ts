/**
 * A deploy of the built program is killed while it holds the lock: the next one on this machine does not wait for it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import { startApikit } from '../helpers/cli-process.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

const STAGE = ['--stage', 'dev', '--yes'];

/** The real time, but waits take a hundredth of their time. */
const IMPATIENT: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 100, signal),
};

let project: Project;

beforeAll(async () => {
  project = await startSmallProject([], { adversity: {} });
  await project.json(['deploy', ...STAGE]);
});
afterAll(() => project.close());

describe.skipIf(process.platform !== 'linux')('the lock of a deploy whose process ended', () => {
  it.each([
    ['by SIGKILL', ['SIGKILL'], { operation: 'UpdateFunctionCode', fault: 'hang' }],
    ['before it heard that it has it', ['SIGKILL'], { operation: 'UpdateItem', fault: 'hangAnswer' }],
    ['by a second Ctrl-C', ['SIGINT', 'SIGINT'], { operation: 'UpdateFunctionCode', fault: 'hang' }],
  ] as const)('%s is taken over immediately', async (how, signals, rule) => {
    const { endpoint } = project.cloud;
    const adversity = project.cloud.adversity as AdversityParts;
    project.edit('src/handler.ts', (text) => `${text}\nexport const ended${how.length} = '${how}';\n`);
    adversity.set({ rules: [rule] });
    const killed = startApikit(['deploy', ...STAGE], { cwd: project.dir, env: { AWS_ENDPOINT_URL: endpoint } });
    await Promise.race([adversity.untilHanging(), killed.finished]);
    for (const [index, signal] of signals.entries()) {
      killed.child.kill(signal);
      if (index + 1 < signals.length) await killed.said(/Ctrl-C again stops at once/);
    }
    await killed.finished;
    adversity.set({ rules: [] });
    adversity.close();

    // If a process is killed while it takes over the lock, the next one can take it over.
    const taker = startApikit(['deploy', ...STAGE], { cwd: project.dir, env: { AWS_ENDPOINT_URL: endpoint } });
    await taker.said(/taking over/);
    taker.child.kill('SIGKILL');
    await taker.finished;

    const { code, stderr } = await project.apikit(['deploy', ...STAGE], { clock: IMPATIENT });
    expect(stderr).toContain(`by a process of this machine that no longer runs (pid ${killed.child.pid}): taking over`);
    expect(code).toBe(0);
    expect(await project.json(['deploy', ...STAGE])).toMatchObject({ changed: false });
  });
});
