/** The README of an imported project. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apikit, tempDir } from '../../helpers/cli.ts';

test('shows the names of a document as text, whatever is in them', async () => {
  const root = tempDir();
  const operation = { operationId: 'b`$(x)', responses: { 200: { description: 'ok' } } };
  const document = {
    openapi: '3.0.3',
    info: { title: 'Shop', version: '1' },
    paths: { '/items': { get: operation } },
  };
  writeFileSync(join(root, 'shop.json'), JSON.stringify(document));
  const { code, stderr } = await apikit(['openapi', 'import', 'shop.json', 'shop', '--region', 'eu-west-1', '--yes'], {
    cwd: root,
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readFileSync(join(root, 'shop', 'README.md'), 'utf8')).toContain(
    '| `GET /items` | ``src/operations/b`$(x).ts`` | everybody |',
  );
});
