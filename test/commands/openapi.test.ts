/** `apikit openapi lint|docs|export` in the scaffolded project on an embedded cloud, and its docs in a real browser. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHROMIUM, openBrowser } from '../helpers/browser.ts';
import { apikit, tempDir } from '../helpers/cli.ts';
import { type Project, startProject } from '../helpers/project.ts';

let project: Project;
beforeAll(async () => {
  project = await startProject(['--stages', 'dev']);
  await project.json(['deploy', '--stage', 'dev', '--yes']);
});
afterAll(() => project.close());

describe('openapi lint', () => {
  it("passes the project's contract", async () => {
    const { code, stdout } = await project.apikit(['openapi', 'lint', '--strict']);
    expect(stdout).toContain('openapi.yaml: 7 operations, 0 errors, 0 warnings');
    expect(code).toBe(0);
  });

  it('reads any file, reports every problem with its rule, and fails for errors, with --strict also for warnings', async () => {
    const folder = tempDir();
    const file = join(folder, 'other.json');
    const operation = { operationId: 'listThings', responses: { 200: { description: 'They' } } };
    const document = {
      openapi: '3.0.3',
      info: { title: 'Things', version: '1' },
      paths: { '/a-{id}': { get: operation } },
    };
    writeFileSync(file, JSON.stringify(document));
    const { code, stdout, json } = await apikit(['openapi', 'lint', file, '--json'], { cwd: folder });
    expect(code).toBe(2);
    expect(json()).toMatchObject({ file: 'other.json', operations: 1 });
    const { problems } = JSON.parse(stdout) as { problems: { rule: string; severity: string; file: string }[] };
    expect(problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toContain(
      'path-partial-parameter',
    );
    for (const problem of problems) expect(problem).toMatchObject({ file: 'other.json', rule: expect.any(String) });

    writeFileSync(
      file,
      JSON.stringify({ ...document, paths: { '/a': { get: { ...operation, callbacks: { a: {} } } } } }),
    );
    expect((await apikit(['openapi', 'lint', file], { cwd: folder })).code).toBe(0);
    expect((await apikit(['openapi', 'lint', file, '--strict'], { cwd: folder })).code).toBe(2);
  });

  it('makes no network requests', async () => {
    const { code, stderr } = await apikit(['openapi', 'lint', 'https://example.com/openapi.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('reads only files');
  });

  it.each(['lint', 'docs', 'import'])('says that the file %s does not exist', async (verb) => {
    const { code, stderr } = await apikit(['openapi', verb, 'nope.yaml'], { cwd: tempDir() });
    expect(code).toBe(2);
    expect(stderr).toContain('There is no file');
  });
});

describe('openapi docs', () => {
  it.skipIf(CHROMIUM === undefined)(
    'shows every operation in a browser, from a disk and without a network',
    async () => {
      const { file } = await project.json<{ file: string }>(['openapi', 'docs', '--out', 'site/docs.html']);
      const browser = await openBrowser();
      try {
        const page = await browser.open(pathToFileURL(file).href);
        const text = `(function read(node) {
        return [...node.childNodes].map((child) => child.nodeType === 3 ? child.data : child.nodeName === 'STYLE' || child.nodeName === 'SCRIPT' ? '' : (child.shadowRoot ? read(child.shadowRoot) : '') + read(child)).join(' ');
      })(document.body)`;
        const { paths } = parse(project.read('openapi.yaml')) as {
          paths: Record<string, Record<string, { summary?: string }>>;
        };
        const summaries = Object.values(paths).flatMap((item) =>
          Object.values(item).flatMap(({ summary }) => summary ?? []),
        );
        expect(summaries).toHaveLength(7);
        for (const summary of summaries) await page.until(`${text}.includes(${JSON.stringify(summary)})`);
        expect(page.requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
        expect(page.errors).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});

describe('openapi export', () => {
  it('prints the live document, always in the same order', async () => {
    const run = async (...argv: string[]) =>
      (await project.apikit(['openapi', 'export', '--stage', 'dev', ...argv])).stdout;
    const yaml = await run();
    expect(yaml).not.toContain('x-amazon');
    expect(await run('--clean')).toBe(yaml);
    const document = parse(yaml) as { paths: Record<string, object>; servers: { url: string }[] };
    expect(Object.keys(document)).toEqual(['openapi', 'info', 'servers', 'paths', 'components']);
    expect(Object.entries(document.paths).map(([path, item]) => [path, Object.keys(item)])).toEqual([
      ['/health', ['get']],
      ['/items', ['get', 'post']],
      ['/items/{id}', ['parameters', 'get', 'put', 'patch', 'delete']],
    ]);
    expect((await fetch(`${document.servers[0]!.url}/health`)).status).toBe(200);
    expect(JSON.parse(await run('--format', 'json'))).toEqual(document);
  });

  it('equals the contract if nothing differs, and plans no changes when it replaces the contract', async () => {
    const contract = project.read('openapi.yaml');
    const live = join(tempDir(), 'live.yaml');
    const { differences, url } = await project.json<{ differences: object[]; url: string }>([
      ...['openapi', 'export', '--stage', 'dev', '--out', live],
    ]);
    expect(differences).toEqual([]);
    expect(parse(readFileSync(live, 'utf8'))).toEqual({ ...parse(contract), servers: [{ url }] });
    project.edit('openapi.yaml', () => readFileSync(live, 'utf8'));
    expect((await project.json<{ changes: object[] }>(['plan', '--stage', 'dev'])).changes).toEqual([]);
    project.edit('openapi.yaml', () => contract);
  });

  it('prints the deployed document if the contract has changed since, and says where they differ', async () => {
    const contract = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) =>
      text.replace(
        '- name: cursor\n          in: query',
        '- name: cursor\n          in: query\n          required: true',
      ),
    );
    const { code, stdout, stderr } = await project.apikit(['openapi', 'export', '--stage', 'dev']);
    expect([code, stderr]).toEqual([
      0,
      '! The stage dev differs from the contract; the document shows the stage:\n  GET /items: parameters\n',
    ]);
    const { parameters } = parse(stdout).paths['/items'].get;
    expect(parameters).toContainEqual(expect.objectContaining({ name: 'cursor', required: false }));
    project.edit('openapi.yaml', () => contract);
  });

  it('prints the live document without the contract if the contract is invalid, and says so', async () => {
    const contract = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) => text.replace('operationId: getHealth', 'operationId: [getHealth'));
    const { code, stdout, stderr } = await project.apikit(['openapi', 'export', '--stage', 'dev']);
    expect(code).toBe(0);
    expect(stderr).toContain("The document has API Gateway's texts instead");
    expect(Object.keys(parse(stdout).paths)).toEqual(['/health', '/items', '/items/{id}']);
    project.edit('openapi.yaml', () => contract);
  });

  it('keeps the extensions on request, in a file', async () => {
    const out = join(tempDir(), 'live.json');
    await project.json(['openapi', 'export', '--stage', 'dev', '--with-extensions', '--out', out]);
    expect(readFileSync(out, 'utf8')).toContain('x-amazon-apigateway-integration');
  });

  it('needs a deployed stage', async () => {
    const { code, stderr } = await project.apikit(['openapi', 'export', '--stage', 'local']);
    expect(stderr).toContain('is not deployed');
    expect(code).toBe(1);
  });
});
