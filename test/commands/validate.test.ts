import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { apikit } from '../helpers/cli.ts';
import { scaffold } from '../helpers/project.ts';

const integration = (uri: string) =>
  `{ type: http_proxy, httpMethod: GET, uri: "https://\${stageVariables.${uri}}/x" }`;

it('reports all values that the contract needs and stages lack at once, once for all stages', async () => {
  const dir = await scaffold(['--template', 'hello']);
  const change = (file: string, edit: (text: string) => string) =>
    writeFileSync(join(dir, file), edit(readFileSync(join(dir, file), 'utf8')));
  change('openapi.yaml', (text) =>
    text.replace(
      /\npaths:\n/,
      `$&  /one:\n    get: { operationId: one, x-apikit: { integration: ${integration('first')} }, responses: { 200: { description: ok } } }
  /two:\n    get: { operationId: two, x-apikit: { integration: ${integration('second')} }, responses: { 200: { description: ok } } }\n`,
    ),
  );
  change('apikit.yaml', (text) =>
    text.replace(/^stages:.*$/ms, 'stages:\n  dev: { variables: { first: a.example } }\n  prod: {}\n'),
  );
  const result = await apikit(['validate', '--json'], { cwd: dir });
  expect(result.code).toBe(2);
  const { error } = result.json<{ error: { problems: { message: string }[] } }>();
  expect(error.problems.map(({ message }) => message)).toEqual([
    'The integration of one names the stage variable first, which stage prod does not have. The same is true of stage local.',
    'The integration of two names the stage variable second, which stage dev does not have. The same is true of stages prod and local.',
  ]);
});

it('finds the stage variables of templates in every notation, and does not confuse a method with one', async () => {
  const dir = await scaffold(['--template', 'hello']);
  const template = `$stageVariables['first'] $stageVariables.get("second") \${stageVariables.third} $stageVariables.size() $stageVariables.containsKey('fourth')`;
  const contract = parse(readFileSync(join(dir, 'openapi.yaml'), 'utf8'));
  contract.paths['/one'] = {
    get: {
      operationId: 'one',
      'x-apikit': {
        integration: {
          type: 'mock',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
          responses: { default: { statusCode: '200', responseTemplates: { 'application/json': template } } },
        },
      },
      responses: { 200: { description: 'ok' } },
    },
  };
  writeFileSync(join(dir, 'openapi.yaml'), JSON.stringify(contract));
  const { json } = await apikit(['validate', '--json'], { cwd: dir });
  const { error } = json<{ error: { problems: { message: string }[] } }>();
  expect(error.problems.map(({ message }) => /stage variable (\w+)/.exec(message)?.[1] ?? message)).toEqual([
    'first',
    'second',
    'third',
  ]);
});
