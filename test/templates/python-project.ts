/** Python projects made from a template, as `init` and the first deploy leave them. */
import { parse } from 'yaml';
import { writeContract } from '../../src/codegen/write-contract.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import type { ItemsAnswers } from '../../src/templates/items/answers.ts';
import { itemsTemplate } from '../../src/templates/items/template.ts';
import { renderTemplate } from '../../src/templates/render.ts';
import { answers, type Scaffold, temporaryFolder } from './scaffold.ts';

export async function scaffoldPython(changes: Partial<ItemsAnswers> = {}, template = itemsTemplate): Promise<Scaffold> {
  const all = { ...answers, ...changes, language: 'python' as const };
  const files = await renderTemplate(template, all);
  const folder = await temporaryFolder(Object.fromEntries(files.map(({ path, contents }) => [path, contents])));
  const document = parse(files.find(({ path }) => path === 'openapi.yaml')!.contents);
  await writeContract({
    root: folder.root,
    entry: 'src/handler.py',
    contract: apiDocument(document),
    tables: template.tables(all),
  });
  return folder;
}
