/** `apikit load`: sends requests at a constant rate, judges goals, and deletes what it created. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

interface Figures {
  requests: number;
  successful: number;
  throttled: number;
  errors: number;
}
interface Loaded extends Figures {
  operations: (Figures & { operationId: string })[];
  goals: { goal: string; measured: number | null; met: boolean }[];
  skipped: { operationId: string; why: string }[];
  left: string[];
  interrupted: boolean;
}

const stage = ['--stage', 'local'];
const short = ['--for', '1s'];
let project: Project;

const items = async (): Promise<string[]> => {
  const { stdout } = await project.apikit(['tables', 'export', 'items', ...stage]);
  return stdout.split('\n').filter((line) => line !== '');
};

beforeAll(async () => {
  project = await startProject();
  project.edit('apikit.yaml', (text) => text.replace(/rate: \d+, burst: \d+/, 'rate: 400, burst: 400'));
  await project.json(['deploy', ...stage, '--yes']);
});
afterAll(() => project.close());

const scenario = (text: string): string => {
  const file = join(project.dir, 'load.yaml');
  writeFileSync(file, text);
  return file;
};

describe('load refuses', () => {
  it.each([
    [['--rate', '0'], /--rate takes requests per second, up to 10000, not "0"/],
    [['--rate', 'fast'], /not "fast"/],
    [['--for', '2h'], /--for takes a time of up to an hour, not "2h"/],
    [['--goal', 'p95<120ms,p96<1s'], /--goal takes goals with .*p99\.9.*, not "p96<1s"/],
    [['--operation', 'nothing'], /The contract has no operation "nothing"/],
    [['--confirm', 'prod'], /--confirm is "prod", but the stage is "local"/],
    [['--scenario', 'absent.yaml'], /absent\.yaml cannot be read \(ENOENT\)/],
    [['--scenario', 'x.yaml', '--operation', 'getItem'], /cannot be combined/],
  ])('%j', async (flags, message) => {
    const { code, stderr } = await project.apikit(['load', ...stage, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('all problems of a scenario at once, with their lines', async () => {
    const file = scenario('operations:\n  getItem: 0\n  listItems: 1\nrate: -1\nduration: 5s\ngoal: p95\n');
    const { code, stderr } = await project.apikit(['load', ...stage, '--scenario', file]);
    expect(code).toBe(2);
    for (const [line, text] of [
      [2, 'The weight of getItem is not a number above 0'],
      [4, 'rate takes requests per second'],
      [5, 'duration is not known here'],
      [6, 'goal takes goals with'],
    ])
      expect(stderr).toMatch(new RegExp(`load.yaml:${line}:\\d+ ${text}`));
  });

  it('a protected stage that is not named', async () => {
    project.edit('apikit.yaml', (text) => text.replace(/^stages:\n/m, 'stages:\n  live: { protected: true }\n'));
    const { code, stderr } = await project.apikit(['load', '--stage', 'live']);
    expect(code).toBe(2);
    expect(stderr).toContain('pass --confirm live');
    project.edit('apikit.yaml', (text) => text.replace('  live: { protected: true }\n', ''));
  });

  it('an operation whose first request fails', async () => {
    const { code, stderr } = await project.apikit([
      'load',
      ...[...stage, ...short],
      ...['--operation', 'listItems', '--key', 'no-key-of-anybody-at-all'],
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('listItems: it answered 403');
  });
});

describe('load', () => {
  it('without names calls the operations that only read, and leaves nothing behind', async () => {
    const loaded = await project.json<Loaded>(['load', ...stage, ...short, '--rate', '60']);
    expect(loaded).toMatchObject({
      requests: 60,
      successful: 60,
      throttled: 0,
      errors: 0,
      left: [],
      interrupted: false,
    });
    expect(loaded.operations.map(({ operationId }) => operationId).sort()).toEqual([
      'getHealth',
      'getItem',
      'listItems',
    ]);
    expect(await items()).toEqual([]);
  });

  it('mixes operations by weight, creates what they need, and deletes it again', async () => {
    const file = scenario(
      'operations: { createItem: 2, getItem: 5, updateItem: 2, deleteItem: 1 }\nrate: 50\nfor: 1s\ngoal: errors<=0%\n',
    );
    const loaded = await project.json<Loaded>(['load', ...stage, '--scenario', file]);
    expect(Object.fromEntries(loaded.operations.map(({ operationId, requests }) => [operationId, requests]))).toEqual({
      createItem: 10,
      getItem: 25,
      updateItem: 10,
      deleteItem: 5,
    });
    expect(loaded.goals).toEqual([{ goal: 'errors<=0%', measured: 0, met: true }]);
    expect(await items()).toEqual([]);
  });

  it('ends with 1 if a goal is missed, and writes both files', async () => {
    const [html, junit] = [join(project.dir, 'load.html'), join(project.dir, 'load.xml')];
    const { code, stdout } = await project.apikit([
      'load',
      ...stage,
      ...short,
      ...['--operation', 'getHealth', '--goal', 'p50<0.001ms,errors<1%', '--html', html, '--junit', junit],
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✘ p50<0\.001ms: [\d.]+ ms\n✔ errors<1%: 0 %/);
    expect(readFileSync(html, 'utf8')).toContain('Requests per second');
    expect(readFileSync(junit, 'utf8')).toMatch(/failures="1"[\s\S]*p50&lt;0\.001ms was missed/);
  });

  it('tells throttled requests apart, and warns before', async () => {
    project.edit('apikit.yaml', (text) => text.replace('rate: 400, burst: 400', 'rate: 5, burst: 5'));
    await project.json(['deploy', ...stage, '--yes']);
    const { stdout, stderr } = await project.apikit([
      'load',
      ...stage,
      ...short,
      '--rate',
      '50',
      '--operation',
      'listItems',
      '--json',
    ]);
    const { successful, throttled, errors, requests } = JSON.parse(stdout) as Loaded;
    expect(stderr).toContain('apikit.yaml allows 5 requests per second');
    expect([requests, errors]).toEqual([50, 0]);
    expect(throttled).toBeGreaterThan(30);
    expect(successful + throttled).toBe(50);
  });

  it('deletes what it created also after Ctrl-C', async () => {
    project.edit('apikit.yaml', (text) => text.replace('rate: 5, burst: 5', 'rate: 400, burst: 400'));
    await project.json(['deploy', ...stage, '--yes']);
    const controller = new AbortController();
    const stderr = {
      text: '',
      write(text: string) {
        this.text += text;
        if (text.includes('100 requests')) setTimeout(() => controller.abort(), 1_500);
      },
    };
    const { code, stdout } = await project.apikit(
      ['load', ...stage, '--rate', '20', '--for', '5s', '--operation', 'createItem'],
      { signal: controller.signal, stderr },
    );
    expect(code).toBe(130);
    expect(stdout).toMatch(/createItem/);
    expect(stderr.text).toContain('The test was interrupted');
    expect(await items()).toEqual([]);
  });
});
