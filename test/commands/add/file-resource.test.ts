/** `apikit add resource --file`, in both languages: the file of an item goes to the local S3. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { apikit } from '../../helpers/cli.ts';
import { type Project, scaffoldSmall, startProject } from '../../helpers/project.ts';

interface Invoice {
  id: string;
  status: string;
  upload: { url: string; fields: Record<string, string> };
  download: { url: string };
}

const projects: Project[] = [];
afterAll(async () => {
  for (const project of projects) await project.close();
});

describe.each([
  ['typescript', 'hello'],
  ['python', 'hello'],
  ['typescript', 'files'],
] as const)('apikit add resource --file in %s, in a project of the template %s', (language, template) => {
  it('adds a bucket and operations that sign the upload and the download', async () => {
    const project = await startProject(['--template', template, '--language', language]);
    projects.push(project);
    const added = await project.json(['add', 'resource', 'v1/tax-invoices', '--file']);
    expect(added).toMatchObject({ operations: ['createV1TaxInvoice', 'getV1TaxInvoice', 'deleteV1TaxInvoice'] });
    expect(project.read('apikit.yaml')).toMatch(/^ {2}v1-tax-invoices: \{\}$/m);
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const key = (await project.apikit(['keys', 'create', 'test', '--stage', 'local'])).stdout.trim();
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'a.txt', type: 'text/plain', size: 5 });
    const created = await fetch(`${url}/v1/tax-invoices`, { method: 'POST', headers, body });
    expect(created.status).toBe(201);
    const { upload } = (await created.json()) as Invoice;
    const place = new URL(created.headers.get('location')!, `${url}/v1/tax-invoices`);
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
    form.set('file', new Blob(['hello']));
    const get = async () => (await (await fetch(place, { headers })).json()) as Invoice;
    expect((await get()).status).toBe('pending');
    expect((await fetch(upload.url, { method: 'POST', body: form })).status).toBe(204);
    const { status, download } = await get();
    expect(status).toBe('stored');
    expect(await (await fetch(download.url)).text()).toBe('hello');
    expect((await fetch(place, { method: 'DELETE', headers })).status).toBe(204);
    expect((await fetch(place, { headers })).status).toBe(404);
  });
});

describe('apikit add resource --file', () => {
  it('refuses fields, a bucket of the name, files in the way, and another layout', async () => {
    const cwd = await scaffoldSmall();
    const refusal = async (...flags: string[]) => {
      const { code, stderr } = await apikit(['add', 'resource', 'invoices', '--file', ...flags], { cwd });
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal('--fields', 'a')).toContain('--file cannot be used with --fields');
    const config = join(cwd, 'apikit.yaml');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, `${before}\nbuckets: { invoices: {} }\n`);
    expect(await refusal()).toContain('apikit.yaml has a bucket invoices already');
    writeFileSync(config, before);
    writeFileSync(join(cwd, 'src/operations/getInvoice.ts'), 'export const getInvoice = 1;\n');
    expect(await refusal()).toContain('src/operations/getInvoice.ts is already there with other contents');
    writeFileSync(join(cwd, 'src/own.mjs'), 'export const handler = async () => ({ statusCode: 200 });\n');
    writeFileSync(config, before.replace('src/handler.ts', 'src/own.mjs'));
    expect(await refusal()).toContain("src/own.mjs does not have the layout of apikit's templates");
    expect(readFileSync(config, 'utf8')).not.toContain('invoices');
  });
});
