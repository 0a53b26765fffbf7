/** `apikit test` against the scaffolded project on an embedded cloud, unchanged and with handlers that are wrong. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

interface Report {
  passed: number;
  failed: number;
  skipped: number;
  seed: number;
  cases: {
    operation: string;
    name: string;
    outcome: string;
    problems: string[];
    request: string;
    undeclared: boolean;
  }[];
  left: string[];
}

describe('apikit test', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject(['--stages', 'dev,prod']);
    // The rate of the plan would only make the test slow.
    project.edit('apikit.yaml', (text) => text.replace(/rate: \d+, burst: \d+/, 'rate: 1000, burst: 1000'));
    await project.json(['deploy', '--stage', 'local', '--yes']);
  });
  afterAll(() => project.close());

  it('passes for the unchanged template, and leaves nothing behind', async () => {
    const report = await project.json<Report>(['test', '--stage', 'local', '--seed', '7']);
    expect(report.cases.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(report.passed).toBeGreaterThan(60);
    expect(report.left).toEqual([]);
    expect(report.cases.filter(({ undeclared }) => undeclared)).toEqual([]);
    const { keys } = await project.json<{ keys: unknown[] }>(['keys', 'list', '--stage', 'local']);
    expect(keys).toEqual([]);
  });

  it('can be repeated by its seed, and can test one operation', async () => {
    const names = async () => {
      const argv = ['test', '--stage', 'local', '--seed', '7', '--operation', 'createItem'];
      const { cases } = await project.json<Report>(argv);
      return cases.map(({ operation, name, request }) => ({ operation, name, request }));
    };
    const first = await names();
    expect(new Set(first.map(({ operation }) => operation))).toEqual(new Set(['createItem']));
    expect(await names()).toEqual(first);
  });

  it('rejects a protected stage unless a flag names it, before anything is sent', async () => {
    const { code, stderr } = await project.apikit(['test', '--stage', 'prod']);
    expect(code).toBe(2);
    expect(stderr).toContain('pass --confirm prod');
  });

  it('names the missing input: the stage, a key, an operation', async () => {
    const run = async (...argv: string[]) => (await project.apikit(['test', ...argv])).stderr;
    expect(await run('--stage', 'dev')).toContain('is not deployed');
    expect(await run('--stage', 'local', '--operation', 'nope')).toContain('no operation "nope"');
    expect(await run('--stage', 'local', '--seed', 'x')).toContain('--seed takes a whole number');
  });

  it('fails for a handler that breaks the contract, and says how', async () => {
    writeFileSync(join(project.dir, 'src/broken.ts'), BROKEN);
    project.edit('apikit.yaml', (text) => text.replace('src/handler.ts', 'src/broken.ts'));
    await project.json(['deploy', '--stage', 'local', '--yes']);
    const file = join(project.dir, 'reports/results.xml');
    const { code, stdout } = await project.apikit(['test', '--stage', 'local', '--seed', '7', '--junit', file]);
    expect(code).toBe(1);
    const failure = (title: string) => stdout.slice(stdout.indexOf(`✘ ${title}`)).split('\n\n')[0]!;
    expect(failure('getItem as it is')).toContain(
      "The body is not what the contract declares for 200: body must have required property 'createdAt'.",
    );
    expect(failure('getItem as it is')).toMatch(/curl -i 'http.+\/items\/[-\w]+' -H "x-api-key: \$APIKIT_KEY"/);
    expect(failure('getItem with an unknown id')).toContain('It answered 200; expected 404.');
    expect(failure('deleteItem as it is')).toContain('It answered 418, which the contract does not declare here');
    expect(failure('listItems as it is')).toContain('It answered 502, which the contract does not declare here');
    const xml = readFileSync(file, 'utf8');
    expect(xml).toContain('<failure message="It answered 200; expected 404.">');
    expect(xml).toMatch(/<testsuite name="createItem" tests="\d+" failures="0"/);
  });

  it('lists what it could not delete', async () => {
    const { stdout } = await project.apikit(['test', '--stage', 'local', '--operation', 'createItem']);
    expect(stdout).toContain('Created by this test and not deleted:');
    expect(stdout).toMatch(/\/items\/[-\w]{36}/);
  });
});

/** The scaffolded handler, with three operations that are wrong. */
const BROKEN = `
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { handler as good } from './handler.ts';

export const handler = async (event: APIGatewayProxyEvent, context: Context) => {
  const answer = await good(event, context);
  const operation = event.httpMethod + ' ' + event.resource;
  if (operation === 'GET /items') throw new Error('broken');
  if (operation === 'DELETE /items/{id}' && answer.statusCode === 204) return { ...answer, statusCode: 418 };
  if (operation !== 'GET /items/{id}') return answer;
  const { createdAt, ...rest } = JSON.parse(answer.body);
  return { ...answer, statusCode: 200, body: JSON.stringify(rest) };
};
`;
