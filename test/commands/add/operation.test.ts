import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../../helpers/project.ts';

describe('apikit add operation', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject();
  });
  afterAll(() => project.close());

  it('adds an operation to the contract, keeps its comments, and writes a function that responds with 501', async () => {
    const before = project.read('openapi.yaml');
    const args = ['add', 'operation', 'getReport', '--method', 'get', '--path', '/reports/{year}'];
    const added = await project.json(args);
    expect(added).toMatchObject({
      operationId: 'getReport',
      route: 'GET /reports/{year}',
      written: ['src/operations/getReport.ts', 'test/getReport.test.ts'],
      changed: ['openapi.yaml'],
    });
    const after = project.read('openapi.yaml');
    for (const line of before.split('\n')) expect(after).toContain(line);
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const key = (await project.apikit(['keys', 'create', 'me', '--plan', 'basic', '--stage', 'local'])).stdout.trim();
    const answer = await fetch(`${url}/reports/2026`, { headers: { 'x-api-key': key } });
    expect(answer.status).toBe(501);
    expect(await answer.json()).toMatchObject({ code: 'NOT_IMPLEMENTED', requestId: expect.any(String) });
  });

  it('adds one operation for all methods and paths below a path', async () => {
    const args = ['add', 'operation', 'serveFile', '--method', 'any', '--path', '/files/{proxy+}'];
    expect(await project.json(args)).toMatchObject({ route: 'ANY /files/{proxy+}' });
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const key = (await project.apikit(['keys', 'create', 'all', '--plan', 'basic', '--stage', 'local'])).stdout.trim();
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(`${url}/files/a/b.txt`, { method, headers: { 'x-api-key': key } });
      expect(answer.status, method).toBe(501);
    }
    const inner = await project.apikit(['add', 'operation', 'x', '--method', 'get', '--path', '/{proxy+}/x']);
    expect(inner).toMatchObject({ code: 2, stderr: expect.stringContaining('/{proxy+}/x is not a path.') });
    const again = ['add', 'operation', 'other', '--method', 'any', '--path', '/files/{proxy+}'];
    expect(await project.apikit(again)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is already operation serveFile'),
    });
  });

  it('adds an operation to a contract of several files', async () => {
    const before = project.read('openapi.yaml');
    writeFileSync(join(project.dir, 'shared.yaml'), 'Report: { type: object }\n');
    project.edit('openapi.yaml', (text) =>
      text.replace(/^ {2}schemas:\n/m, '  schemas:\n    Report: { $ref: "shared.yaml#/Report" }\n'),
    );
    expect(project.read('openapi.yaml')).not.toBe(before);
    const args = ['add', 'operation', 'findReport', '--method', 'get', '--path', '/found'];
    expect(await project.json(args)).toMatchObject({ route: 'GET /found' });
  });

  it('does not overwrite a function', async () => {
    const { code, stderr } = await project.apikit(['add', 'operation', 'getReport']);
    expect(code).toBe(2);
    expect(stderr).toContain('src/operations/getReport.ts already exists');
  });

  it('is suggested with the line of an operation that has no function', async () => {
    const path =
      "  /late:\n    get:\n      operationId: getLate\n      responses:\n        '200': { description: OK }\n";
    project.edit('openapi.yaml', (text) => text.replace(/^paths:\n/m, `paths:\n${path}`));
    const { code, stderr } = await project.apikit(['validate']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/openapi\.yaml:\d+:\d+ No code serves getLate.*apikit add operation getLate/);
    await project.json(['add', 'operation', 'getLate']);
    expect((await project.apikit(['validate'])).code).toBe(0);
  });

  it('warns about a function without an operation', async () => {
    project.answer('getNothing');
    const { code, stderr } = await project.apikit(['validate']);
    expect(code).toBe(0);
    expect(stderr).toContain('src/operations/getNothing.ts belongs to no operation of the contract.');
  });

  it('asks for the method and path of a new operation, and rejects those that exist', async () => {
    expect(await project.apikit(['add', 'operation', 'getNew'])).toMatchObject({ code: 2 });
    const taken = await project.apikit(['add', 'operation', 'getNew', '--method', 'get', '--path', '/items']);
    expect(taken).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('GET /items is already operation listItems'),
    });
    expect(existsSync(join(project.dir, 'src/operations/getNew.ts'))).toBe(false);
  });
});
