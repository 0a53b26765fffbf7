/**
 * The layer `crud` alone: the code for the operations of tables, for a project that was created without it. Writes
 * nothing.
 */
import { itemsTemplate } from '../items/template.ts';
import { type RenderedFile, renderTemplate } from '../render.ts';
import type { Language } from '../template.ts';

export interface CrudLayer {
  /** The code and the services, also those of the tests. Paths are the same as in a new project. */
  readonly files: RenderedFile[];
  /** The services in the template without a table. */
  readonly withoutTable: RenderedFile[];
  /** The entries for `dependencies` of package.json. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Expects in `resource` the table that the first tests use. */
export async function crudLayer(resource: string, language: Language): Promise<CrudLayer> {
  const answers = { name: 'app', region: '', resource, fields: [], cors: [], stages: [], language };
  const render = (layer: string) => renderTemplate({ ...itemsTemplate, layers: [layer], edits: {} }, answers);
  // The tests of `hello` depend on the time of its services. The services with a table keep that time.
  const [crud, tests, hello] = await Promise.all([render('crud'), render('hello-with-table'), render('hello')]);
  const manifest = crud.find(({ path }) => path === 'package.json');
  return {
    files: [...crud.filter((file) => file !== manifest), ...tests],
    withoutTable: hello.filter(isServices),
    packages: manifest === undefined ? {} : JSON.parse(manifest.contents).dependencies,
  };
}

/** Whether the file contains the services of operations, or those of the tests. */
export function isServices({ path }: Pick<RenderedFile, 'path'>): boolean {
  return /^(src|tests?)\/services\.(ts|py)$/.test(path);
}
