/** An authorizer in Python decides as one in TypeScript does. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

const AUTHORIZER = `from api.authorizer import AuthorizerRequest, Denied, Identity, Unauthorized


def authorize(request: AuthorizerRequest) -> Identity:
    if request.token == "Bearer broken":
        raise RuntimeError("the issuer cannot be reached")
    if request.token == "Bearer eve":
        raise Denied()
    if request.token != "Bearer ada":
        raise Unauthorized()
    return Identity("ada", {"scope": "items/read"})
`;

let project: Project;
let url: string;

beforeAll(async () => {
  project = await startProject(['--language', 'python']);
  mkdirSync(join(project.dir, 'src/authorizers'), { recursive: true });
  writeFileSync(join(project.dir, 'src/authorizers/bearer.py'), AUTHORIZER);
  project.edit('openapi.yaml', (text) =>
    text
      .replace('  securitySchemes:\n', '  securitySchemes:\n    bearer: { type: http, scheme: bearer }\n')
      .replace('security: [{ apiKey: [] }]', 'security: [{ bearer: [items/read] }]')
      .replace('security: [{ apiKey: [] }]', 'security: [{ bearer: [items/write] }]'),
  );
  const { code, stderr } = await project.apikit(['deploy', '--stage', 'local', '--yes']);
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  url = (await project.json<{ url: string }>(['status', '--stage', 'local'])).url;
});

afterAll(async () => await project?.close());

async function call(token: string, method = 'GET') {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const body = method === 'POST' ? JSON.stringify({ name: 'A name' }) : null;
  const response = await fetch(`${url}/items`, { method, headers, body });
  return [response.status, ((await response.json()) as { code?: string }).code];
}

it.each([
  ['ada', 'GET', [200, undefined]],
  ['ada', 'POST', [403, 'ACCESS_DENIED']],
  ['eve', 'GET', [403, 'ACCESS_DENIED']],
  ['bob', 'GET', [401, 'UNAUTHORIZED']],
  ['', 'GET', [401, 'UNAUTHORIZED']],
  ['broken', 'GET', [500, expect.stringMatching(/^AUTHORIZER_/)]],
])('%s %s', async (token, method, expected) => {
  expect(await call(token, method)).toEqual(expected);
});
