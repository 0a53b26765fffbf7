/**
 * `apikit add resource`: adds a table, its operations and its schemas to the project's own files. With `--file`, each
 * item has a file in a bucket, and the operations sign its upload and download.
 */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { ProjectConfig } from '../../config/config.ts';
import { LOCAL_STAGE } from '../../config/config.ts';
import { usageError } from '../../errors.ts';
import type { NewResource } from '../../project-edit/add-resource.ts';
import type { RenderedFile } from '../../templates/render.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';

interface Answers {
  project: ProjectConfig;
  resource: NewResource;
  /** The code of operations on files. Absent if the items have none. */
  code?: readonly RenderedFile[];
}

interface Added {
  resource: string;
  operations: string[];
  /** The contract, the configuration, and the new code files, relative to the project. */
  files: string[];
}

export const addResource = defineCommand({
  arguments: [{ name: '<plural>', description: 'the items that it stores: orders, or v1/orders' }],
  options: [
    { flags: '--fields <list>', description: 'its fields: total:number!,note (! is required)', repeatable: true },
    { flags: '--field <spec>', description: 'one field; the same as --fields', repeatable: true },
    { flags: '--file', description: 'each has a file in a bucket, which clients send to S3 (docs/uploads.md)' },
    { flags: '--index <spec>', description: 'an index: byEmail:email,createdAt', repeatable: true },
  ],
  examples: [
    "apikit add resource orders --fields 'total:number!,email:email' --index byEmail:email,createdAt",
    "apikit add resource v1/orders --fields 'total:number!'",
    'apikit add resource invoices --file',
  ],

  async ask({ args: [plural], flags }, context): Promise<Answers> {
    const [{ resourceProblem }, { parseFields }, { parseIndex }, { renderTemplate }, { itemsTemplate }] =
      await Promise.all([
        import('../parts/init/init-questions.ts'),
        import('../../templates/items/fields.ts'),
        import('../../project-edit/resource-index.ts'),
        import('../../templates/render.ts'),
        import('../../templates/items/template.ts'),
      ]);
    const project = await context.project();
    const words = plural.replace(/^\//, '');
    // The names of tables and operations have no slashes: v1/orders is the table v1-orders at /v1/orders.
    const resource = words.replaceAll('/', '-');
    const wrong = resourceProblem(resource);
    if (wrong) throw usageError(wrong, 'For example: apikit add resource orders --fields total:number!.');
    if (flags.file) {
      if (flags.fields.length + flags.field.length + flags.index.length > 0)
        throw usageError(
          '--file cannot be used with --fields, --field and --index: the records of files have a name, a type and a size.',
          'Add the resource with --file, and then change its schema in the contract.',
        );
      return await withFiles(project, resource, words);
    }
    const fields = parseFields([...flags.fields, ...flags.field].join(','));
    const indexes = flags.index.map((text) => parseIndex(text, fields));
    const answers = {
      name: project.name,
      region: '',
      resource,
      fields,
      cors: [],
      stages: [],
      language: 'typescript' as const,
    };
    const files = await renderTemplate(itemsTemplate, answers);
    const contract = files.find(({ path }) => path === 'openapi.yaml')!.contents;
    const template = atPath(contract, resource, words);
    return { project, resource: { resource, fields, indexes, template } };
  },

  async execute({ project, resource, code }, { io }): Promise<Added> {
    const [
      { addBucket, addOperations, addTable },
      { addCrudLayer },
      { addFileLayer },
      { parseContract },
      { writeProject },
    ] = await Promise.all([
      import('../../project-edit/add-resource.ts'),
      import('../../project-edit/add-crud-layer.ts'),
      import('../../project-edit/add-file-layer.ts'),
      import('../../contract/load-contract.ts'),
      import('../../templates/project-folder.ts'),
    ]);
    const { root } = project;
    const { contract: contractFile, function: fn } = project.stage(LOCAL_STAGE);
    const name = relative(root, contractFile);
    // Everything is built and checked before the first file is written.
    const withTable = addTable(await readFile(project.file, 'utf8'), resource);
    const config = code ? addBucket(withTable, resource.resource) : withTable;
    const before = await readFile(contractFile, 'utf8');
    const contract = addOperations(before, name, resource);
    const known = new Set(parseContract(before, name).operations.map(({ operationId }) => operationId));
    const operations = parseContract(contract, name).operations.map(({ operationId }) => operationId);
    const crud = await addCrudLayer({ root, entry: fn.entry, resource: resource.resource });
    const layer = [...crud, ...(code ? await addFileLayer(root, fn.entry, code) : [])];
    const edited = [
      { path: name, contents: contract },
      { path: relative(root, project.file), contents: config },
    ];
    await writeProject(root, [...layer, ...edited], io.signal, [name]);
    return {
      resource: resource.resource,
      operations: operations.filter((id) => !known.has(id)),
      files: [...edited, ...layer].map(({ path }) => path),
    };
  },

  render({ resource, operations, files }, theme) {
    const [contract, config, ...layer] = files;
    const shown = [...new Set(layer.map((path) => path.replace(/(^|\/)crud\/.*/, '$1crud/')))];
    return {
      notes: [
        `${theme.good(SYMBOL.done)} Added ${resource} to ${contract} and ${config}: ${operations.join(', ')}.`,
        ...(shown.length > 0 ? [`${theme.good(SYMBOL.done)} Wrote the code for them: ${shown.join(', ')}`] : []),
        ...(layer.some((path) => /(^|\/)operations\//.test(path))
          ? []
          : [
              theme.dim(
                '  The operations need no code of yours; a file in src/operations with the name of an operation replaces it.',
              ),
            ]),
      ],
      next: [...(files.includes('package.json') ? ['npm install'] : []), 'apikit validate', 'apikit dev'],
    };
  },

  json: (added) => added,
});

/** Moves the paths of a generated contract from `/orders` to the path that was asked for: `/v1/orders`. */
const atPath = (contract: string, resource: string, path: string): string =>
  contract.replaceAll(new RegExp(`^ {2}/${resource}(?=[/:])`, 'gm'), `  /${path}`);

/** Every contract of files has the same operations and fields. */
async function withFiles(project: ProjectConfig, resource: string, path: string): Promise<Answers> {
  const [{ layoutLanguage }, { fileResource }] = await Promise.all([
    import('../../project-edit/add-file-layer.ts'),
    import('../../templates/files/template.ts'),
  ]);
  const language = await layoutLanguage(project.root, project.stage(LOCAL_STAGE).function.entry);
  const { files, contract } = await fileResource(resource, path, language);
  const template = atPath(contract, resource, path);
  return { project, resource: { resource, fields: [], indexes: [], template }, code: files };
}
