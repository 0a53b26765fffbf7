/** The documentation page in Chromium, with contracts whose every text has HTML that would run something. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docsPage, docsScript } from '../../src/contract/docs/docs-page.ts';
import { browse, findChromium } from '../helpers/chromium.ts';

const chromium = findChromium();
const title = `a page of docs in Chromium${chromium === undefined ? ' (skipped, since there is none here: apt-get install chromium)' : ''}`;

/** If a script of an attack runs, it requests /pwned, which nothing else does; `at` says where the script was. */
const ATTACKS: readonly ((at: string) => string)[] = [
  (at) => `<img src=x onerror="new Image().src='/pwned?${at}'">`,
  (at) => `<details open ontoggle="fetch('/pwned?${at}')">x</details>`,
  (at) => `<script>fetch('/pwned?${at}')</script>`,
  (at) => `<svg><script>fetch('/pwned?${at}')</script></svg><svg onload="fetch('/pwned?${at}')">`,
  (at) =>
    `<iframe srcdoc="<script>parent.location='/pwned?${at}'</script>"></iframe><iframe src="/pwned?${at}"></iframe>`,
  (at) => `<meta http-equiv="refresh" content="0;url=/pwned?${at}"><base href="/pwned?${at}/">`,
  (at) => `<img src="/pwned?${at}"><link rel="stylesheet" href="/pwned?${at}"><style>@import url(/pwned?${at})</style>`,
  (at) => `[click](javascript:location='/pwned?${at}') <a class="pwn" href="javascript:location='/pwned?${at}'">x</a>`,
  (at) =>
    `<form class="pwn" action="/pwned?${at}"><input autofocus onfocus="fetch('/pwned?${at}')"><button>x</button></form>`,
  (at) =>
    `<math><mtext></table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=fetch('/pwned?${at}')&gt;">`,
];

/** Returns a contract in which each text is a different attack. */
function hostile() {
  let count = 0;
  const text = (at: string) => ATTACKS.map((attack) => attack(at)).join('\n\n') + count++;
  const schema = (at: string) => ({
    type: 'object',
    title: text(`${at}-title`),
    description: text(`${at}-description`),
    properties: {
      a: { type: 'string', description: text(`${at}-property`), enum: [text(`${at}-enum`)], default: text(at) },
    },
  });
  const url = (at: string) => `javascript:location='/pwned?${at}'`;
  return {
    openapi: '3.0.3',
    info: {
      title: text('title'),
      version: text('version'),
      description: text('info'),
      termsOfService: url('terms'),
      contact: { name: text('contact'), url: url('contact'), email: text('email') },
      license: { name: text('licence'), url: url('licence') },
    },
    externalDocs: { url: url('docs'), description: text('docs') },
    servers: [{ url: '/', description: text('server') }],
    tags: [
      { name: 'things', description: text('tag'), externalDocs: { url: url('tag'), description: text('tag-docs') } },
    ],
    paths: {
      '/things/{id}': {
        post: {
          tags: ['things'],
          operationId: 'create',
          summary: text('summary'),
          description: text('operation'),
          externalDocs: { url: url('operation'), description: text('operation-docs') },
          parameters: [
            { name: 'id', in: 'path', required: true, description: text('path'), schema: { type: 'string' } },
            { name: 'q', in: 'query', description: text('query'), example: text('example'), schema: schema('q') },
            {
              name: 'h',
              in: 'header',
              description: text('header'),
              schema: { type: 'string', pattern: text('pattern') },
            },
          ],
          requestBody: {
            description: text('body'),
            content: {
              'application/json': {
                schema: schema('body'),
                examples: {
                  one: {
                    summary: text('example-summary'),
                    description: text('example-text'),
                    value: { a: text('value') },
                  },
                },
              },
            },
          },
          responses: {
            200: {
              description: text('answer'),
              headers: { 'X-H': { description: text('answer-header'), schema: { type: 'string' } } },
              content: { 'application/json': { schema: schema('answer') } },
            },
          },
          security: [{ key: [] }],
        },
      },
    },
    components: {
      schemas: { Thing: schema('component') },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key', description: text('scheme') } },
    },
  };
}

/** Runs beside the page, in the frame's parent, as a reader would: opens everything and clicks everything. */
const READER = `<!doctype html><iframe id="page" src="/page" style="width:1200px;height:900px"></iframe><script>
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const deep = (root) => [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? deep(each.shadowRoot) : [])]);
(async () => {
  const frame = document.getElementById('page').contentWindow;
  while (!frame.document.querySelector('openapi-explorer table td a')) await wait(50);
  const explorer = frame.document.querySelector('openapi-explorer');
  frame.document.querySelector('openapi-explorer table td a').click();
  await wait(500);
  const text = () => deep(frame.document).map((each) => each.textContent).join(' ');
  const all = deep(frame.document);
  for (const each of all.filter((one) => one.matches('.pwn, a[href^="javascript:"]'))) each.click?.();
  const shown = text().includes('/things/{id}');
  await wait(300);
  const bad = deep(frame.document).filter((each) =>
    each.matches('form, iframe, meta[http-equiv=refresh], base, [onerror], [ontoggle], [onload], [onfocus], a[href^="javascript:" i]')
    && each.getRootNode() !== frame.document).length;
  const execute = deep(frame.document).find((each) => each.part?.contains('btn-try'));
  const id = deep(frame.document).find((each) => each.matches('input[data-pname=id]'));
  if (id) id.value = 'seven';
  execute?.click();
  await wait(500);
  await fetch('/done', { method: 'POST', body: JSON.stringify({ shown, bad, tried: execute !== undefined }) });
})().catch((error) => fetch('/done', { method: 'POST', body: JSON.stringify({ error: String(error.stack) }) }));
</script>`;

describe.skipIf(chromium === undefined)(title, () => {
  let server: Server;
  let page = '';
  let url: string;
  let requests: { line: string; key: string | undefined }[] = [];
  let finish: (found: unknown) => void = () => {};

  beforeAll(async () => {
    server = createServer((request, response) => {
      const line = `${request.method} ${request.url}`;
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        if (line === 'POST /done') finish(JSON.parse(body));
        else requests.push({ line, key: request.headers['x-api-key'] as string | undefined });
        response.setHeader('content-type', line.startsWith('POST') ? 'application/json' : 'text/html');
        response.end(request.url === '/page' ? page : request.url === '/' ? READER : '{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('runs no code of the contract, and sends only the request that the reader tries, with the given key', async () => {
    const serverUrl = `${url}/api`;
    page = docsPage({ document: hostile(), script: await docsScript(), serverUrl, apiKey: 'the-key' });
    requests = [];
    const found = await browse(
      chromium!,
      url,
      new Promise((resolve) => {
        finish = resolve;
      }),
    );
    expect(found).toEqual({ shown: true, bad: 0, tried: true });
    const others = requests.filter(({ line }) => !/^GET \/(page|favicon\.ico)?$/.test(line));
    expect(others).toEqual([{ line: 'POST /api/things/seven', key: 'the-key' }]);
  });
});
