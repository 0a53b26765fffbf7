/**
 * The template `files`: records in a table, and files that go directly to a bucket. Its layer `file-resource` is also
 * what `apikit add resource --file` adds to a project.
 */
import { resourceNames } from '../../naming/resource-names.ts';
import type { ItemsAnswers } from '../items/answers.ts';
import { editConfig } from '../items/edits.ts';
import { type RenderedFile, renderTemplate } from '../render.ts';
import type { Language, Template } from '../template.ts';

const DOCUMENTS = 'documents';

export const filesTemplate: Template<ItemsAnswers> = {
  name: 'files',
  layers: ['shared', 'crud', 'file-resource', 'files'],
  tables: () => ({ [DOCUMENTS]: { key: 'id' } }),
  tokens: ({ name, region, stages }) => ({
    app: name,
    region,
    stage: stages[0] ?? 'dev',
    ...resourceTokens(DOCUMENTS, DOCUMENTS),
  }),
  edits: { 'apikit.yaml': editConfig },
};

/** `path` is the collection without the slash at the beginning: `v1/orders`. */
function resourceTokens(resource: string, path: string): Record<string, string> {
  const names = resourceNames(resource);
  return {
    items: names.plural,
    item: names.singular,
    Item: names.singularPascal,
    itemsSnake: names.plural.replaceAll('-', '_'),
    itemSnake: names.singular.replaceAll(' ', '_'),
    path,
    last: path.split('/').at(-1)!,
  };
}

/** Returns the code of one resource with files, and the contract of its operations. */
export async function fileResource(
  resource: string,
  path: string,
  language: Language,
): Promise<{ readonly files: readonly RenderedFile[]; readonly contract: string }> {
  const answers = { name: '', region: '', resource, fields: [], cors: [], stages: [], language };
  const tokens = () => ({ app: '', region: '', stage: '', ...resourceTokens(resource, path) });
  const render = (layer: string) => renderTemplate({ ...filesTemplate, layers: [layer], tokens, edits: {} }, answers);
  const [files, project] = await Promise.all([render('file-resource'), render('files')]);
  return { files, contract: project.find((file) => file.path === 'openapi.yaml')!.contents };
}
