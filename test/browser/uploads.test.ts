/** A page in Chromium uploads 100 MB to the local S3, with the form that an API of the template `files` has signed. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, CHROMIUM, openBrowser } from '../helpers/browser.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const SIZE = 100 * 1024 * 1024;
/** The bytes by which the cloud's buffers may grow during the upload. */
const MOST_BUFFERED = 40 * 1024 * 1024;

let project: Project;
let browser: Browser;
let page: Server;

describe.skipIf(CHROMIUM === undefined)('a page', () => {
  beforeAll(async () => {
    project = await startProject(['--template', 'files']);
    browser = await openBrowser();
    page = createServer((_request, response) => response.end('<title>page</title>'));
    await new Promise<void>((resolve) => page.listen(0, 'localhost', resolve));
  });
  afterAll(async () => {
    await browser.close();
    page.close();
    await project.close();
  });

  it('uploads 100 MB, of which the cloud holds only a part in memory', async () => {
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', 'local', '--yes']);
    const key = (await project.apikit(['keys', 'create', 'page', '--stage', 'local'])).stdout.trim();
    const { port } = page.address() as AddressInfo;
    const opened = await browser.open(`http://localhost:${port}/`);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 5);
    const sent = await opened.evaluate<{ status: number; id: string; key: string }>(`(async () => {
      const headers = { 'x-api-key': ${JSON.stringify(key)}, 'content-type': 'application/json' };
      const body = JSON.stringify({ name: 'film.mp4', type: 'video/mp4', size: ${SIZE} });
      const created = await (await fetch(${JSON.stringify(`${url}/documents`)}, { method: 'POST', headers, body })).json();
      const form = new FormData();
      for (const [name, value] of Object.entries(created.upload.fields)) form.set(name, value);
      form.set('file', new Blob([new Uint8Array(${SIZE})]));
      const { status } = await fetch(created.upload.url, { method: 'POST', body: form });
      return { status, id: created.id, key: created.upload.fields.key };
    })()`);
    clearInterval(watch);
    expect(sent.status).toBe(204);
    expect(most).toBeLessThan(MOST_BUFFERED);
    const clients = clientsOf(project);
    const Bucket = 'items-api-local-documents-000000000000-us-east-1-an';
    const found = await (await clients.s3()).send(new HeadObjectCommand({ Bucket, Key: sent.key }));
    expect(found).toMatchObject({ ContentLength: SIZE, ContentType: 'video/mp4' });
    clients.destroy();
  });
});
