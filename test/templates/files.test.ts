/** The template `files` from end to end, in both languages: a file goes to the local S3 with the form of the API. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

interface Document {
  id: string;
  status: string;
  upload: { url: string; fields: Record<string, string> };
  download: { url: string };
}

const projects: Project[] = [];
afterAll(async () => {
  for (const project of projects) await project.close();
});

describe.each(['typescript', 'python'])('an API of the template files in %s', (language) => {
  it('signs an upload and a download, which S3 accepts only as signed', async () => {
    const project = await startProject(['--template', 'files', '--language', language]);
    projects.push(project);
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const key = (await project.apikit(['keys', 'create', 'test', '--stage', 'local'])).stdout.trim();
    const call = async (method: string, path: string, body?: object) => {
      const headers = { 'x-api-key': key, 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Document };
    };
    const created = await call('POST', '/documents', { name: 'a b.txt', type: 'text/plain', size: 5 });
    expect(created.status).toBe(201);
    const { id, upload } = created.body;
    const send = (content: string) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(upload.fields)) form.set(name, value);
      form.set('file', new Blob([content]));
      return fetch(upload.url, { method: 'POST', body: form });
    };
    expect((await call('GET', `/documents/${id}`)).body.status).toBe('pending');
    expect((await send('longer')).status).toBe(400);
    expect((await send('hello')).status).toBe(204);
    const { body } = await call('GET', `/documents/${id}`);
    expect(body.status).toBe('stored');
    const file = await fetch(body.download.url);
    expect([file.status, await file.text()]).toEqual([200, 'hello']);
    expect((await call('DELETE', `/documents/${id}`)).status).toBe(204);
    expect((await fetch(body.download.url)).status).toBe(404);
    expect((await call('GET', `/documents/${id}`)).status).toBe(404);
  });
});
