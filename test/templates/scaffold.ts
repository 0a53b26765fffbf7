/** Projects made from the template, in temporary folders that see this repository's packages. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { writeContract } from '../../src/codegen/write-contract.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import type { ItemsAnswers } from '../../src/templates/items/answers.ts';
import { DEFAULT_FIELDS, parseFields } from '../../src/templates/items/fields.ts';
import { itemsTemplate } from '../../src/templates/items/template.ts';
import { renderTemplate } from '../../src/templates/render.ts';

export const answers: ItemsAnswers = {
  name: 'shop-api',
  region: 'eu-west-1',
  resource: 'items',
  fields: parseFields(DEFAULT_FIELDS),
  cors: [],
  stages: ['dev', 'prod'],
  language: 'typescript',
};

export interface Scaffold extends AsyncDisposable {
  root: string;
}

export async function scaffold(changes: Partial<ItemsAnswers> = {}, template = itemsTemplate): Promise<Scaffold> {
  const folder = await temporaryFolder();
  const { root } = folder;
  const all = { ...answers, ...changes };
  const files = await renderTemplate(template, all);
  for (const { path, contents } of files) await write(root, path, contents);
  const document = parse(files.find(({ path }) => path === 'openapi.yaml')!.contents);
  await writeContract({ root, entry: 'src/handler.ts', contract: apiDocument(document), tables: template.tables(all) });
  await symlink(join(packageRoot, 'node_modules'), join(root, 'node_modules'));
  return folder;
}

export async function temporaryFolder(files: Record<string, string | Buffer> = {}): Promise<Scaffold> {
  const root = await mkdtemp(join(tmpdir(), 'apikit-'));
  for (const [path, contents] of Object.entries(files)) await write(root, path, contents);
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

async function write(root: string, path: string, contents: string | Buffer): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}
