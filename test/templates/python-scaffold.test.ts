import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFunction } from '../../src/bundle/bundle-function.ts';
import { filesTemplate } from '../../src/templates/files/template.ts';
import { helloTemplate } from '../../src/templates/hello/template.ts';
import type { ItemsAnswers } from '../../src/templates/items/answers.ts';
import { parseFields } from '../../src/templates/items/fields.ts';
import { itemsTemplate } from '../../src/templates/items/template.ts';
import { renderTemplate } from '../../src/templates/render.ts';
import { usersTemplate } from '../../src/templates/users/template.ts';
import { unzip } from '../bundle/unzip.ts';
import { hasBoto3, hasPython } from './python.ts';
import { scaffoldPython } from './python-project.ts';
import { answers } from './scaffold.ts';

const SHAPES: Array<[string, Partial<ItemsAnswers>, typeof itemsTemplate]> = [
  ['items', {}, itemsTemplate],
  [
    'a resource of two words, whose singular is a word of Python',
    { resource: 'import-classes', fields: parseFields('count:integer!,done:boolean,title') },
    itemsTemplate,
  ],
  ['users', {}, usersTemplate],
  ['files', {}, filesTemplate],
  ['hello', {}, helloTemplate],
];

const python = (cwd: string, ...args: string[]) => spawnSync('python3', ['-B', ...args], { cwd, encoding: 'utf8' });

describe.skipIf(!hasPython)('with python3', () => {
  test.each(SHAPES)('a project with %s passes its own tests', async (_what, changes, template) => {
    await using project = await scaffoldPython(changes, template);
    const { stderr, stdout } = python(project.root, '-W', 'error', '-m', 'unittest');
    expect(stderr + stdout).toMatch(/Ran \d+ tests? in [\s\S]*\nOK\n$/);
  });

  test.skipIf(!hasBoto3)('a table with an unset variable is reported by its name', async () => {
    await using project = await scaffoldPython();
    const code =
      'from services import create_services; create_services({"AWS_REGION": "eu-west-1"}).table_name("items")';
    const { stderr } = python(join(project.root, 'src'), '-c', code);
    expect(stderr).toContain('TABLE_ITEMS is not set: apikit sets it to the name of the table');
  });
});

const dynamodb = (...verbs: string[]) => verbs.map((verb) => `dynamodb:${verb}`);

test.each([
  ['items', itemsTemplate, dynamodb('DeleteItem', 'GetItem', 'PutItem', 'Scan')],
  ['users', usersTemplate, dynamodb('ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Scan', 'UpdateItem')],
  ['files', filesTemplate, dynamodb('DeleteItem', 'GetItem', 'PutItem')],
  ['hello', helloTemplate, []],
])('%s may do with its tables exactly the actions of its operations', async (_name, template, actions) => {
  await using project = await scaffoldPython({}, template);
  const options = { root: project.root, entry: 'src/handler.py', runtime: 'python3.14' };
  const bundled = await bundleFunction(options);
  expect(bundled.actions).toEqual(actions);
  expect(Object.keys(unzip(bundled.zip))).toEqual(
    expect.arrayContaining(['handler.py', 'api/api.py', 'generated/contract.json', 'operations/__init__.py']),
  );
  expect((await bundleFunction(options)).sha256).toBe(bundled.sha256);
});

test('a project contains no placeholder, and no file of the other language', async () => {
  for (const [, changes, template] of SHAPES) {
    const files = await renderTemplate(template, { ...answers, ...changes, language: 'python' });
    for (const { path, contents } of files) {
      expect(path).not.toMatch(/\.ts$|package\.json/);
      expect(contents.replaceAll(/__(?:init|name|cause|file|main|pycache)__/g, ''), path).not.toMatch(
        /__[A-Za-z]|\bnpm (?:test|install)/,
      );
    }
  }
});
