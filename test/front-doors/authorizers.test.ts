/** The same authorizer and the same signed requests in front of a REST API and an HTTP API. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../helpers/project.ts';
import { sdkSigner } from '../local/signature/sdk-signer.ts';
import { startNotes } from './notes-project.ts';

const OPERATIONS = `  /mine/{id}:
    get:
      operationId: getMine
      security: [{ partner: [read] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: Mine } }
  /any/{rest+}:
    x-amazon-apigateway-any-method:
      operationId: anyMine
      security: [{ partner: [] }]
      parameters: [{ name: rest, in: path, required: true, schema: { type: string } }]
      responses: { "200": { description: Any } }
  /signed:
    get:
      operationId: getSigned
      security: [{ sigv4: [] }]
      responses: { "200": { description: Signed } }
components:
  securitySchemes:
    partner: { type: http, scheme: bearer, x-apikit: { ttl: 0 } }
    sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
`;

const AUTHORIZER = `export const authorize = async ({ token, path, headers }) => {
  if (token === 'Bearer broken') throw new Error('no');
  if (token === 'Bearer nobody') return 'unauthorized';
  if (token === 'Bearer denied') return 'denied';
  return { principalId: 'ada', context: { scope: headers['x-scope'] ?? 'read', path: decodeURIComponent(path), admin: true } };
};
`;

const ANSWER = (id: string) =>
  `export const ${id} = async ({ caller, path }) => ({ status: 200, body: { caller, path } });\n`;

let project: Project;
const urls: Record<string, string> = {};

beforeAll(async () => {
  project = await startNotes('  rest: {}\n  cheap: { api: http }\n');
  project.edit('openapi.yaml', (text) => text + OPERATIONS);
  mkdirSync(join(project.dir, 'src/authorizers'), { recursive: true });
  writeFileSync(join(project.dir, 'src/authorizers/partner.ts'), AUTHORIZER);
  for (const id of ['getMine', 'anyMine', 'getSigned'])
    writeFileSync(join(project.dir, `src/operations/${id}.ts`), ANSWER(id));
  for (const stage of ['rest', 'cheap'])
    urls[stage] = (await project.json<{ url: string }>(['deploy', '--stage', stage, '--yes'])).url;
});
afterAll(() => project?.close());

async function both(path: string, init: RequestInit = {}) {
  const answers = ['rest', 'cheap'].map(async (stage) => {
    const answer = await fetch(urls[stage] + path, init);
    const body = answer.ok && answer.status !== 204 ? await answer.json() : undefined;
    return { status: answer.status, body };
  });
  return await Promise.all(answers);
}

describe('an HTTP API with the authorizer of a REST API', () => {
  it.each([
    ['/mine/a%20b', { authorization: 'Bearer good' }, 200],
    ['/mine/1', { authorization: 'Bearer good', 'x-scope': 'other' }, 403],
    ['/mine/1', { authorization: 'Bearer nobody' }, 401],
    ['/mine/1', { authorization: 'Bearer denied' }, 403],
    ['/mine/1', { authorization: 'Bearer broken' }, 500],
    ['/mine/1', {}, 401],
    ['/any/a/b', { authorization: 'Bearer good' }, 200],
    ['/any/a/b', {}, 401],
  ] as const)('%s with %j is %i', async (path, headers, status) => {
    const [rest, http] = await both(path, { headers });
    expect(rest?.status).toBe(status);
    expect(http).toEqual(rest);
  });

  it('lets nobody around the authorizer', async () => {
    for (const [path, method] of [
      ['/mine/1/', 'GET'],
      ['/any/x', 'OPTIONS'],
      ['/signed/', 'GET'],
    ] as const)
      expect((await fetch(urls.cheap + path, { method })).status, path).toBeGreaterThanOrEqual(400);
  });

  it('answers the preflight of a route for all methods without a token', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };
    const answer = await fetch(`${urls.cheap}/any/x`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  it('accepts signed requests, and tells the operation who signed', async () => {
    const signed = await Promise.all(
      ['rest', 'cheap'].map(async (stage) => {
        const { host, hostname, pathname } = new URL(`${urls[stage]}/signed`);
        const signer = await sdkSigner({ accessKeyId: 'test', secretAccessKey: 'test' }, 'us-east-1');
        const request = { method: 'GET', protocol: 'http:', hostname, path: pathname, query: {}, headers: { host } };
        const { headers } = await signer.sign(request);
        return (await fetch(`${urls[stage]}/signed`, { headers })).json() as Promise<{ caller: { id: string } }>;
      }),
    );
    expect(signed[0]?.caller.id).toBe('arn:aws:iam::000000000000:root');
    expect(signed[1]).toEqual(signed[0]);
    expect((await fetch(`${urls.cheap}/signed`)).status).toBe(403);
  });
});
