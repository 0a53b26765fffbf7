/** The template `items` behind every front door, in both languages: the same requests get the same responses. */
import { afterAll, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

const ORIGIN = 'https://app.example';

const projects: Project[] = [];
afterAll(() => Promise.all(projects.map((project) => project.close())));

async function start(language: string): Promise<Project> {
  const project = await startProject(['--language', language, '--cors', ORIGIN]);
  projects.push(project);
  project.edit('openapi.yaml', (text) => text.replace(/^ +security: .*\n/gm, ''));
  project.edit('apikit.yaml', (text) =>
    text
      .replace(/usagePlans:\n.*\n/, '')
      .replace(/^stages:[\s\S]*/m, 'stages:\n  rest: {}\n  cheap: { api: http }\n  hook: { api: url }\n'),
  );
  return project;
}

/** The responses to one life of an item. IDs and times differ. */
async function lifeOf(url: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  const known = new Map<string, string>();
  const plain = (text: string) =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => {
        known.set(id, known.get(id) ?? `id-${known.size}`);
        return known.get(id)!;
      })
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time');
  const send = async (line: string, body?: unknown, more: Record<string, string> = {}) => {
    const [method = '', path = ''] = line.split(' ');
    const headers = { origin: ORIGIN, ...(body !== undefined && { 'content-type': 'application/json' }), ...more };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body: text }) });
    const said = await response.text();
    const json = said === '' ? undefined : JSON.parse(said);
    // An HTTP API sends no type with an empty body.
    const shown = [...(said === '' ? [] : ['content-type']), 'etag', 'location', 'access-control-allow-origin'];
    // The ETag of a page is a hash of its contents, in which IDs and times differ.
    const etagOf = (text: string) => text.replace(/^"[\w-]{22}"$/, 'hash');
    answers.push({
      line: plain(line),
      status: response.status,
      headers: shown.map((name) => etagOf(plain(response.headers.get(name) ?? ''))),
      // The texts of API Gateway differ from those of the function, and the codes do not.
      body: json?.code === undefined ? plain(said) : json.code,
    });
    return json;
  };
  const { id } = await send('POST /items', { name: 'one' }, { 'idempotency-key': 'k' });
  await send('POST /items', { name: 'one' }, { 'idempotency-key': 'k' });
  await send('POST /items', { name: 'two' }, { 'idempotency-key': 'k' });
  await send('POST /items', { name: 7 });
  await send('POST /items', '{');
  await send('POST /items', 'name=one', { 'content-type': 'text/plain' });
  await send('GET /items?limit=1');
  await send('GET /items?limit=0');
  await send(`GET /items/${id}`);
  await send('GET /items/unknown');
  await send(`PUT /items/${id}`, { name: 'three' }, { 'if-match': '"1"' });
  await send(`PATCH /items/${id}`, { name: 'four' }, { 'if-match': '"1"' });
  await send(`PATCH /items/${id}`, { name: 'four' });
  await send(`DELETE /items/${id}`);
  await send(`GET /items/${id}`);
  await send('GET /nothing');
  return answers;
}

it.each(['typescript', 'python'])('the items in %s', async (language) => {
  const project = await start(language);
  const lives: Record<string, unknown[]> = {};
  for (const stage of ['rest', 'cheap', 'hook']) {
    const { url } = await project.json<{ url: string }>(['deploy', '--stage', stage, '--yes']);
    lives[stage] = await lifeOf(url);
  }
  expect(lives.hook).toEqual(lives.rest);
  expect(lives.cheap).toEqual(lives.rest);
  expect(lives.rest!.map((each) => (each as { status: number }).status)).toEqual([
    201, 201, 422, 400, 400, 415, 200, 400, 200, 404, 200, 412, 200, 204, 404, 404,
  ]);
});
