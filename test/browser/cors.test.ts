/** The setting `cors`, checked by the browser that enforces it: pages in Chromium, with a deployed project. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browse, findChromium } from '../helpers/chromium.ts';
import { type Project, startProject } from '../helpers/project.ts';
import { type PageAnswer, type PageRequest, startPages } from './pages.ts';

const chromium = findChromium();
const title = `CORS in Chromium${chromium === undefined ? ' (skipped, since there is none here: apt-get install chromium)' : ''}`;

const OPERATIONS = `paths:
  /limited:
    get:
      operationId: getLimited
      x-apikit: { throttle: { rate: 0, burst: 0 }, integration: { type: mock } }
      responses: { "200": { description: never } }
  /crash:
    get: { operationId: getCrash, responses: { "200": { description: never } } }
  /private:
    get: { operationId: getPrivate, security: [{ session: [] }], responses: { "200": { description: never } } }
`;
const SCHEME = `  securitySchemes:
    session: { type: http, scheme: bearer }
`;

/** Simple and preflighted requests: a custom header, another method or a JSON body each cause a preflight request. */
function requestsTo(url: string, key: string): PageRequest[] {
  const item = JSON.stringify({ nonsense: true });
  const json = { 'content-type': 'application/json', 'x-api-key': key };
  return [
    { name: 'success, simple', url: `${url}/health` },
    { name: 'success, preflighted', url: `${url}/health`, headers: { 'x-correlation-id': 'page' } },
    { name: '404 of the handler', url: `${url}/items/01ARZ3NDEKTSV4RRFFQ69G5FAV`, headers: { 'x-api-key': key } },
    { name: '404 of the gateway', url: `${url}/nowhere` },
    { name: '400 of the gateway', url: `${url}/items`, method: 'POST', headers: json, body: item },
    { name: '401', url: `${url}/private` },
    { name: '401, preflighted', url: `${url}/private`, headers: { 'x-correlation-id': 'page' } },
    { name: '403', url: `${url}/items` },
    { name: '403, preflighted', url: `${url}/items/1`, method: 'DELETE' },
    { name: '413', url: `${url}/items`, method: 'POST', bodyBytes: 10_485_761 },
    { name: '429', url: `${url}/limited` },
    { name: '502', url: `${url}/crash` },
    { name: 'success, with credentials', url: `${url}/health`, credentials: 'include' },
    { name: '403, with credentials', url: `${url}/items`, credentials: 'include' },
    { name: 'a header that may not', url: `${url}/health`, headers: { 'x-other': 'a' } },
    { name: 'a method that may not', url: `${url}/health`, method: 'PUT' },
  ];
}

const read = (status: number, code?: string): PageAnswer => ({ status, ...(code && { code }), release: true });
const GATEWAY: Record<string, PageAnswer> = {
  '404 of the gateway': read(404, 'NOT_FOUND'),
  '401': read(401, 'UNAUTHORIZED'),
  '403': read(403, 'INVALID_API_KEY'),
  '429': read(429, 'THROTTLED'),
  '502': read(502, 'INTERNAL_ERROR'),
};
/** The result for a page of an allowed origin, without credentials. */
const ALLOWED: Record<string, PageAnswer> = {
  ...GATEWAY,
  'success, simple': { status: 200, release: false },
  'success, preflighted': { status: 200, release: false },
  '404 of the handler': { status: 404, code: 'NOT_FOUND', release: false },
  '400 of the gateway': read(400, 'BAD_REQUEST_BODY'),
  '401, preflighted': read(401, 'UNAUTHORIZED'),
  '403, preflighted': read(403, 'INVALID_API_KEY'),
  // API Gateway sends this response before it knows the API, so nothing can add a header to it
  // (docs/aws/data-plane.md).
  '413': 'blocked',
  'a header that may not': 'blocked',
  'a method that may not': 'blocked',
};
/** None of them is a host that the stage `local` allows by itself. */
const STRANGERS = ['one.test', 'two.test', 'three.test'];
const everything = (answer: PageAnswer, requests: readonly PageRequest[]) =>
  Object.fromEntries(requests.map(({ name }) => [name, answer]));

describe.skipIf(chromium === undefined)(title, () => {
  let project: Project;

  beforeAll(async () => {
    project = await startProject();
    project.edit('openapi.yaml', (text) =>
      text.replace(/^paths:\n/m, OPERATIONS).replace(/^ {2}securitySchemes:\n/m, SCHEME),
    );
    write('src/operations/getCrash.ts', 'export const getCrash = () => process.exit(1);\n');
    write('src/operations/getPrivate.ts', 'export const getPrivate = async () => ({ status: 200, body: {} });\n');
    write('src/authorizers/session.ts', "export const authorize = async () => { throw new Error('Unauthorized'); };\n");
  });
  afterAll(async () => await project?.close());

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(project.dir, file)), { recursive: true });
    writeFileSync(join(project.dir, file), text);
  }

  async function deployAndBrowse(cors: (origins: readonly string[]) => object, hosts = STRANGERS, stage = 'local') {
    const pages = await startPages(hosts);
    try {
      project.edit('apikit.yaml', (text) =>
        text.replace(/^cors:\n( {2}.*\n)+|^cors: .*\n/m, `cors: ${JSON.stringify(cors(pages.origins))}\n`),
      );
      const { url } = await project.json<{ url: string }>(['deploy', '--stage', stage]);
      const { value } = await project.json<{ value: string }>([
        'keys',
        'create',
        `page-${pages.origins[0]!.slice(-5)}`,
        '--stage',
        stage,
        '--plan',
        'basic',
      ]);
      const requests = requestsTo(url, value);
      pages.ask(requests);
      const results = await browse(chromium!, pages.first, pages.results);
      return { results: pages.origins.map((origin) => results[origin]), requests };
    } finally {
      await pages.close();
    }
  }

  it('no setting: local pages on any port read everything, others only the errors of the gateway', async () => {
    const { results, requests } = await deployAndBrowse(
      () => ({ origins: [] }),
      ['localhost', '127.0.0.1', 'one.test'],
    );
    const blocked = everything('blocked', requests);
    expect(results[0]).toEqual({ ...blocked, ...ALLOWED });
    expect(results[1]).toEqual({ ...blocked, ...ALLOWED });
    expect(results[2]).toEqual({ ...blocked, ...GATEWAY });
  });

  it('one origin, in a stage other than local: its pages read everything, others nothing', async () => {
    const { results, requests } = await deployAndBrowse(([first]) => ({ origins: [first] }), STRANGERS, 'dev');
    const blocked = everything('blocked', requests);
    expect(results[0]).toEqual({ ...blocked, ...ALLOWED });
    expect(results[1]).toEqual(blocked);
    expect(results[2]).toEqual(blocked);
  });

  it('several origins with credentials: their pages read everything, except errors of the gateway with credentials', async () => {
    const { results, requests } = await deployAndBrowse(([first, , third]) => ({
      origins: [first, third],
      credentials: true,
    }));
    const blocked = everything('blocked', requests);
    const allowed = { ...blocked, ...ALLOWED, 'success, with credentials': ALLOWED['success, simple'] };
    expect(results[0]).toEqual(allowed);
    // A gateway response cannot compare origins (ADR 3); its body is the same for everybody.
    expect(results[1]).toEqual({ ...blocked, ...GATEWAY });
    expect(results[2]).toEqual(allowed);
  });
});
