/** Leaving: whatever happened before, destroy ends with nothing of the stage left, and proves it by searching. */
import { CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Io } from '../../src/ui/io.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

interface Destroyed {
  removed: string[];
  kept: { resource: string }[];
  left: { kind: string; name: string; arn: string; why: string }[];
}

const TAGS = { 'apikit:app': 'items-api', 'apikit:stage': 'dev' };

describe('destroy', () => {
  let project: Project;
  const stage = ['--stage', 'dev'];
  const destroy = (...flags: string[]) => project.json<Destroyed>(['destroy', ...stage, '--yes', ...flags]);

  beforeAll(async () => {
    project = await startProject([], { adversity: {} });
  });
  beforeEach(async () => {
    await project.json(['deploy', ...stage, '--yes']);
  });
  afterAll(() => project.close());

  it('names what stays and why', async () => {
    const { left, kept } = await destroy();
    expect(left).toEqual([
      {
        kind: 'table',
        name: 'items-api-dev-items',
        arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/items-api-dev-items',
        why: 'it holds data; --delete-data removes it',
      },
    ]);
    expect(kept.map(({ resource }) => resource).sort()).toEqual(['account', 'table/items']);
    expect((await destroy('--delete-data')).left).toEqual([]);
  });

  it('says 0 left', async () => {
    const { code, stdout, stderr } = await project.apikit(['destroy', ...stage, '--yes', '--delete-data']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 left\n\d+ calls/);
    expect(stderr).toContain('items-api/dev is gone');
    expect(stderr).toMatch(/account \(apikit-api-gateway-logs\) stays: it belongs to the whole account\./);
  });

  it('finds what the configuration never named: a second API, a topic, a log group made by AWS', async () => {
    const clients = clientsOf(project);
    await (await clients.apiGateway()).send(new CreateRestApiCommand({ name: 'items-api-dev', tags: TAGS }));
    const Tags = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));
    await (await clients.sns()).send(new CreateTopicCommand({ Name: 'items-api-dev-alarms', Tags }));
    clients.destroy();
    const { left } = await destroy('--delete-data');
    expect(left).toEqual([]);

    const again = clientsOf(project);
    await (await again.logs()).send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/items-api-dev' }));
    again.destroy();
    expect((await destroy('--delete-data')).removed).toEqual(['log-group/function']);
    expect((await project.json<{ orphans: object[] }>(['list'])).orphans).toEqual([]);
  });

  /** Runs destroy, and does something as soon as the API is removed. */
  async function destroyUntil(event: RegExp, happen: () => void, more: Partial<Io> = {}) {
    let told = '';
    const stderr = {
      isTTY: false,
      write(text: string) {
        if (!event.test(told) && event.test(told + text)) happen();
        told += text;
      },
    };
    return await project.apikit(['destroy', ...stage, '--yes', '--delete-data', '--events', '--json'], {
      ...more,
      stderr,
    });
  }
  interface Unfinished {
    error: { code: string; message: string; hint: string; done: object[]; failed: object[]; cutShort: string[] };
  }

  it.each([
    ['second look', 'GetRestApis'],
    ['final search', 'GetApiKeys'],
  ])('that cannot make its %s tells what it has removed, what failed and what to do', async (what, operation) => {
    const fault = { error: { code: 'AccessDeniedException', message: 'User may not look.', status: 403 } };
    const { code, json } = await destroyUntil(/"resource\.removed","resource":"api"/, () =>
      project.cloud.adversity!.set({ rules: [{ operation, fault }] }),
    );
    project.cloud.adversity!.set({ rules: [] });
    const { error } = json<Unfinished>();
    expect(code).toBe(1);
    expect(error).toMatchObject({
      code: 'DestroyFailed',
      failed: [{ resource: what, code: 'AccessDenied', requestId: expect.stringMatching(/\S{8,}/) }],
      hint: expect.stringMatching(/run apikit destroy --stage dev again/),
    });
    expect(error.done.length).toBeGreaterThan(8);
    expect(error.message).toContain('api (delete)');
    expect((await destroy('--delete-data')).left).toEqual([]);
  });

  it('that is interrupted at its second look still tells what it has removed', async () => {
    const controller = new AbortController();
    const gone = /"resource\.removed","resource":"role".*"resource\.reading"/s;
    const { code, json } = await destroyUntil(gone, () => controller.abort(), { signal: controller.signal });
    expect(code).toBe(130);
    const { error } = json<Unfinished>();
    expect(error).toMatchObject({ code: 'Interrupted', cutShort: ['second look'] });
    expect(error.done.length).toBeGreaterThan(8);
    expect((await destroy('--delete-data')).left).toEqual([]);
  });

  it.each([2, 5, 9])('goes on where it was interrupted after %i removals', async (n) => {
    const controller = new AbortController();
    let removed = 0;
    const interrupted = await project.apikit(['destroy', ...stage, '--yes', '--delete-data', '--events'], {
      clock: systemClock,
      signal: controller.signal,
      stderr: {
        isTTY: false,
        write(text) {
          removed += text.split('"resource.removed"').length - 1;
          if (removed >= n) controller.abort(new Error('Ctrl-C'));
        },
      },
    });
    expect(interrupted.code).toBe(130);
    expect((await destroy('--delete-data')).left).toEqual([]);
    expect((await destroy('--delete-data')).removed).toEqual([]);
  });
});
