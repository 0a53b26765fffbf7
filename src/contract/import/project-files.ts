/**
 * The files of a new project from an imported contract. Every operation gets a function, which the user then writes.
 */
import { functionName } from '../../codegen/operations/wiring.ts';
import { insertEntry } from '../../project-edit/insert-entry.ts';
import { helloTemplate } from '../../templates/hello/template.ts';
import { operationFiles } from '../../templates/operation/template.ts';
import { type RenderedFile, renderTemplate } from '../../templates/render.ts';
import type { ApiDocument } from '../model/api-document.ts';
import { readme } from './readme.ts';

export interface ImportedProject extends ApiDocument {
  readonly name: string;
  readonly region: string;
  /** The text of the contract. */
  readonly text: string;
  readonly title: string;
}

/** The template's files about its own operations. */
const OF_THE_TEMPLATE = [/^openapi\.yaml$/, /^README\.md$/, /^src\/operations\//, /^test\/.+\.test\.ts$/];

export async function projectFiles({
  name,
  region,
  text,
  title,
  operations,
}: ImportedProject): Promise<RenderedFile[]> {
  const answers = {
    name,
    region,
    resource: 'items',
    fields: [],
    cors: [],
    stages: ['dev', 'prod'],
    language: 'typescript' as const,
  };
  const files = await renderTemplate(helloTemplate, answers);
  const frame = files.filter(({ path }) => !OF_THE_TEMPLATE.some((own) => own.test(path)));
  const needsKey = operations.some(({ access }) => access.key);
  return [
    ...frame.map((file) => (file.path === 'apikit.yaml' && needsKey ? withPlan(file) : file)),
    { path: 'openapi.yaml', contents: text },
    { path: 'README.md', contents: readme({ name, title, operations }) },
    ...(await stubs(operations)),
  ];
}

/** Returns functions for the operations without an integration of their own. */
export async function stubs(operations: ApiDocument['operations'], source = 'src'): Promise<RenderedFile[]> {
  const own = operations.filter(({ settings }) => settings.integration === undefined);
  const files = own.map(({ operationId: id, method, path }) =>
    operationFiles({ id, name: functionName(id), route: `${method} ${path}`, source, language: 'typescript' }),
  );
  return (await Promise.all(files)).flat();
}

/** Adds a usage plan if the project has none: an API key works only with a plan. */
function withPlan(file: RenderedFile): RenderedFile {
  if (/^usagePlans:/m.test(file.contents)) return file;
  return { ...file, contents: insertEntry(file.contents, ['usagePlans', 'basic'], { rate: 10, burst: 20 }) };
}
