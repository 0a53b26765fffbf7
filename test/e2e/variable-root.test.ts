/** An API without a fixed path: a deploy sees its release without an invocation of the function. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

let project: Project;

beforeAll(async () => {
  project = await startProject(['--template', 'hello']);
  const config =
    'name: any\nregion: us-east-1\ncontract: openapi.yaml\nfunction: { entry: src/any.mjs, runtime: nodejs22.x }\n';
  writeFileSync(join(project.dir, 'apikit.yaml'), `${config}stages: { dev: {} }\n`);
  const handler = 'export const handler = async ({ resource }) => ({ statusCode: 200, body: resource });\n';
  writeFileSync(join(project.dir, 'src/any.mjs'), handler);
});
afterAll(async () => await project.close());

const ANY = 'x-amazon-apigateway-any-method';

/** Writes a contract with these routes; every variable is declared. */
function contractOf(routes: readonly [path: string, method: string][]): string {
  const operation = (path: string, index: number) => ({
    operationId: `operation${index}`,
    parameters: [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    })),
    responses: { '200': { description: 'Fine.' } },
  });
  const paths = Object.fromEntries(routes.map(([path, method], index) => [path, { [method]: operation(path, index) }]));
  return JSON.stringify({ openapi: '3.0.3', info: { title: 'any', version: '1' }, paths });
}

it.each<[string, [string, string][]]>([
  ['/{proxy+}', [['/{proxy+}', ANY]]],
  [
    '/{slug} with a part below it',
    [
      ['/{slug}', 'get'],
      ['/{slug}/{rest+}', ANY],
    ],
  ],
  ['/{slug} for another method', [['/{slug}', 'post']]],
])('%s', async (_, routes) => {
  writeFileSync(join(project.dir, 'openapi.yaml'), contractOf(routes));
  const result = await project.apikit(['deploy', '--stage', 'dev', '--yes', '--json']);
  expect(result.stderr).not.toMatch(/has not answered|Error/);
  const { url, seconds } = result.json<{ url: string; seconds: number }>();
  expect(seconds).toBeLessThan(30);
  const logs = async () => (await project.apikit(['tail-logs', '--stage', 'dev', '--no-follow', '--json'])).stdout;
  expect(await logs()).not.toContain('REPORT');
  const [[path, method]] = routes as [[string, string]];
  const answer = await fetch(`${url}/__apikit`, { method: method === 'post' ? 'POST' : 'GET' });
  expect(await answer.text()).toBe(path);
  expect(await project.apikit(['auth', 'matrix', '--stage', 'dev'])).toMatchObject({
    stdout: expect.not.stringContaining('__apikit-release-probe'),
  });
  await project.apikit(['destroy', '--stage', 'dev', '--yes', '--confirm', 'dev']);
});
