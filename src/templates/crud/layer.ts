/** The layer `crud` by itself: what answers the operations of tables, for a project that was made without it. Writes nothing. */
import { itemsTemplate } from '../items/template.ts';
import { type RenderedFile, renderTemplate } from '../render.ts';
import type { Language } from '../template.ts';

export interface CrudLayer {
  /** The code, the services, and those of the tests; paths are as in a new project. */
  readonly files: RenderedFile[];
  /** The services as the template without a table has them. */
  readonly withoutTable: RenderedFile[];
  /** For `dependencies` of package.json. */
  readonly packages: Readonly<Record<string, string>>;
}

/** `resource` is the table that the tests begin with. */
export async function crudLayer(resource: string, language: Language): Promise<CrudLayer> {
  const answers = { name: 'app', region: '', resource, fields: [], cors: [], stages: [], language };
  const render = (layer: string) => renderTemplate({ ...itemsTemplate, layers: [layer], edits: {} }, answers);
  // The tests of `hello` go by the time of its services, which theirs with a table keep.
  const [crud, tests, hello] = await Promise.all([render('crud'), render('hello-with-table'), render('hello')]);
  const manifest = crud.find(({ path }) => path === 'package.json');
  return {
    files: [...crud.filter((file) => file !== manifest), ...tests],
    withoutTable: hello.filter(isServices),
    packages: manifest === undefined ? {} : JSON.parse(manifest.contents).dependencies,
  };
}

/** What operations get beside their request, and what they get in tests. */
export function isServices({ path }: Pick<RenderedFile, 'path'>): boolean {
  return /^(src|tests?)\/services\.(ts|py)$/.test(path);
}
