/** A handler for events of version 2.0, behind an HTTP API and a function URL, in both languages. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { apikit } from '../helpers/cli.ts';
import { type Project, scaffoldSmall, startSmallProject } from '../helpers/project.ts';

const ROUTES = `  /hello/{name}/{rest}:
    get:
      operationId: sayHello
      parameters:
        - { name: name, in: path, required: true, schema: { type: string } }
        - { name: rest, in: path, required: true, schema: { type: string } }
        - { name: tag, in: query, required: true, schema: { type: array, items: { type: string } } }
        - { name: session, in: cookie, schema: { type: string } }
      responses: { "200": { description: The greeting } }
`;

const OPERATION = {
  typescript: `import type { Operation } from '../generated/contract.js';
export const sayHello: Operation<'sayHello'> = async ({ path, query, cookies, resource, event }) => ({
  status: 200,
  body: { path, query, cookies, resource, routeKey: event.routeKey, version: event.version },
});
`,
  python: `from api.request import Reply


def say_hello(request, services):
    event = request.event
    return Reply(200, {
        "path": request.path, "query": request.query, "cookies": request.cookies,
        "resource": request.resource, "routeKey": event["routeKey"], "version": event["version"],
    })
`,
};

const PLAIN = {
  typescript: 'export const handler = async ({ routeKey }) => ({ routeKey });\n',
  python: 'def handler(event, context):\n    return {"routeKey": event["routeKey"]}\n',
};

const projects: Project[] = [];
afterAll(() => Promise.all(projects.map((project) => project.close())));

async function start(language: 'typescript' | 'python'): Promise<Project> {
  const project = await startSmallProject(['--language', language]);
  projects.push(project);
  project.edit('openapi.yaml', (text) => text.replace(/^paths:\n[\s\S]*?^(?=components:)/m, `paths:\n${ROUTES}\n`));
  project.edit('apikit.yaml', (text) =>
    text
      .replace(/usagePlans:\n.*\n/, '')
      .replace('contract: openapi.yaml', 'contract: openapi.yaml\napi: http\npayload: 2.0')
      .replace(/^stages:[\s\S]*/m, 'stages:\n  cheap: {}\n  hook: { api: url }\n'),
  );
  const [name, health] = language === 'python' ? ['say_hello.py', 'get_health.py'] : ['sayHello.ts', 'getHealth.ts'];
  rmSync(join(project.dir, 'src/operations', health), { force: true });
  writeFileSync(join(project.dir, 'src/operations', name), OPERATION[language]);
  return project;
}

describe.each(['typescript', 'python'] as const)('payload 2.0 in %s', (language) => {
  it('reaches the operations of both front doors, after the same checks', async () => {
    const project = await start(language);
    for (const stage of ['cheap', 'hook']) {
      const { url } = await project.json<{ url: string }>(['deploy', '--stage', stage, '--yes']);
      const answer = await fetch(`${url}/hello/a%20b/c%2Fd?tag=x&tag=y%20z`, { headers: { cookie: 'a=1; session=s' } });
      expect(await answer.json(), stage).toEqual({
        path: { name: 'a b', rest: 'c/d' },
        query: { tag: ['x', 'y z'] },
        cookies: { session: 's' },
        resource: '/hello/{name}/{rest}',
        routeKey: 'GET /hello/{name}/{rest}',
        version: '2.0',
      });
      expect((await fetch(`${url}/hello/a/b`)).status, stage).toBe(400);
      expect((await fetch(`${url}/nothing`)).status, stage).toBe(404);
    }
  });

  it('lets a handler return a body alone', async () => {
    const project = await start(language);
    const entry = language === 'python' ? 'src/handler.py' : 'src/handler.ts';
    project.edit(entry, () => PLAIN[language]);
    for (const stage of ['cheap', 'hook']) {
      const { url } = await project.json<{ url: string }>(['deploy', '--stage', stage, '--yes']);
      const answer = await fetch(`${url}/hello/a/b?tag=x`);
      expect([answer.status, answer.headers.get('content-type'), await answer.json()], stage).toEqual([
        200,
        'application/json',
        { routeKey: 'GET /hello/{name}/{rest}' },
      ]);
      expect((await fetch(`${url}/nothing`)).status, stage).toBe(404);
    }
  });
});

describe('apikit validate', () => {
  const validate = async (more: string, remove?: string) => {
    const cwd = await scaffoldSmall();
    const config = 'name: items-api\nregion: us-east-1\nfunction: { entry: src/handler.ts }\n';
    writeFileSync(join(cwd, 'apikit.yaml'), config + more);
    const contract = readFileSync(join(cwd, 'openapi.yaml'), 'utf8');
    writeFileSync(join(cwd, 'openapi.yaml'), contract.replace(/^ +security: .*\n/m, ''));
    if (remove !== undefined) {
      rmSync(join(cwd, remove));
      const handler = "import { routes } from './generated/contract.js';\nexport const handler = async () => routes;\n";
      writeFileSync(join(cwd, 'src/handler.ts'), handler);
    }
    return await apikit(['validate'], { cwd });
  };

  it('refuses payload 2.0 of a stage with a REST API', async () => {
    const { code, stderr } = await validate('payload: "2.0"\nstages: { dev: { api: http } }\n');
    expect(code).toBe(2);
    expect(stderr).toContain('A REST API has no events of version 2.0, and stage local has one (api: rest).');
    expect(stderr).not.toContain('stage dev has one');
  });

  it('refuses payload 2.0 of a project whose code reads version 1.0 only', async () => {
    const { code, stderr } = await validate('payload: "2.0"\napi: url\nstages: {}\n', 'src/api/event.ts');
    expect(code).toBe(2);
    expect(stderr).toContain('src/api/ of this project cannot read them');
  });
});
