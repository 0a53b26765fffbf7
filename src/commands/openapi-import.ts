/** `apikit openapi import`: somebody's OpenAPI document becomes a new project, or is merged into this one's contract. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, relative, resolve } from 'node:path';
import { LOCAL_STAGE } from '../config/config.ts';
import { renderProblem } from '../config/problem.ts';
import type { Context } from '../context.ts';
import type { Foreign } from '../contract-import/read-foreign.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { RenderedFile } from '../templates/render.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand, type Flags } from './command.ts';
import { documentFile } from './openapi-file.ts';

interface Answers {
  /** Absolute: of the project, new or not. */
  folder: string;
  files: RenderedFile[];
  foreign: Foreign;
  added: readonly string[];
  changed: readonly string[];
  unchanged: readonly string[];
}

interface Imported extends Omit<Answers, 'files' | 'foreign'> {
  files: string[];
  notes: readonly string[];
  /** From where the user is; empty for here. */
  shown: string;
  isNew: boolean;
}

export const openapiImport = defineCommand<Answers & { isNew: boolean }, Imported>({
  arguments: [
    { name: '<file>', description: 'an OpenAPI document: 2.0, 3.0 or 3.1, YAML or JSON' },
    { name: '[dir]', description: 'folder of the new project (default: named after the document)' },
  ],
  options: [
    { flags: '--into', description: "merge it into this project's contract instead of making a new project" },
    { flags: '--name <name>', description: 'name of the new app (default: that of the folder)' },
  ],
  common: ['region', 'yes'],
  examples: [
    'apikit openapi import petstore.json',
    'apikit openapi import live.yaml --into',
    'apikit openapi import v2.yaml --into --yes',
  ],

  async ask({ args, flags }, context) {
    const file = await documentFile(args[0], context);
    if (flags.into !== true) return { ...(await newProject(file, args[1], flags, context)), isNew: true };
    if (args[1] !== undefined || flags.name !== undefined)
      throw usageError('--into takes the project that is here.', 'Leave out the folder and --name.');
    return { ...(await intoProject(file, flags, context)), isNew: false };
  },

  async execute({ folder, files, foreign, ...rest }, context) {
    const { writeProject } = await import('../templates/project-folder.ts');
    for (const warning of foreign.warnings) context.report.warn(renderProblem(warning));
    await writeProject(folder, files);
    return {
      ...rest,
      folder,
      files: files.map(({ path }) => path),
      notes: foreign.notes,
      shown: relative(context.io.cwd, folder),
    };
  },

  render: ({ files, notes, added, changed, unchanged, shown, isNew }, theme) => ({
    notes: [
      ...notes.map((note) => theme.dim(`${SYMBOL.note} ${note}`)),
      files.length === 0
        ? `${theme.good(SYMBOL.done)} Nothing to change: the contract says all of it already (${unchanged.length} operations)`
        : `${theme.good(SYMBOL.done)} ${added.length} operations added, ${changed.length} changed, ${unchanged.length} as they were; wrote ${files.length} files${shown === '' ? '' : ` to ${shown}`}`,
    ],
    next:
      files.length === 0
        ? []
        : [...(shown === '' ? [] : [`cd ${shown}`]), ...(isNew ? ['npm install'] : []), 'apikit validate'],
  }),
  json: ({ folder, files, notes, added, changed, unchanged }) => ({
    dir: folder,
    files,
    added,
    changed,
    unchanged,
    notes,
  }),
});

async function newProject(file: string, dir: string | undefined, flags: Flags, context: Context): Promise<Answers> {
  const [{ readForeign }, { projectFiles }, { isEmpty }] = await Promise.all([
    import('../contract-import/read-foreign.ts'),
    import('../contract-import/project-files.ts'),
    import('../templates/project-folder.ts'),
  ]);
  const folder = resolve(context.io.cwd, dir ?? wordOf(basename(file, extname(file))));
  if (!(await isEmpty(folder))) {
    throw usageError(
      `${folder} is not empty.`,
      'Name a new folder, or pass --into in a project to merge into its contract.',
    );
  }
  const name = typeof flags.name === 'string' ? flags.name : wordOf(basename(folder));
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw usageError(`${JSON.stringify(name)} is no name of an app.`, 'Use small letters, digits and dashes.');
  const region = context.regionOutside() ?? 'us-east-1';
  const foreign = await readForeign(file);
  const files = await projectFiles({ ...foreign, name, region });
  return { folder, files, foreign, added: routes(foreign), changed: [], unchanged: [] };
}

async function intoProject(file: string, flags: Flags, context: Context): Promise<Answers> {
  const [{ readForeign }, { mergeInto }, { parseContract, loadContract }, { openBelow }] = await Promise.all([
    import('../contract-import/read-foreign.ts'),
    import('../contract-import/merge.ts'),
    import('../contract/load-contract.ts'),
    import('../contract/read/open-file.ts'),
  ]);
  const project = await context.project();
  const { contract, function: fn, tables } = project.stage(LOCAL_STAGE);
  const name = relative(project.root, contract);
  const present = await loadContract(contract, project.root);
  const text = await readFile(contract, 'utf8');
  const foreign = await readForeign(file, namesOfOthers(present, await readForeign(file)));
  const { text: merged, ...news } = mergeInto(text, present, foreign);
  if (merged === text) return { folder: project.root, files: [], foreign, ...news };
  // Checked as a whole before anything is asked or written.
  const whole = parseContract(merged, name, openBelow(project.root));
  const files = [
    { path: name, contents: merged },
    ...(await missingStubs(whole, project.root, fn.entry, tables, news.added)),
  ];
  await agree(text, merged, name, flags, context);
  return { folder: project.root, files, foreign, ...news };
}

type Contract = Awaited<ReturnType<typeof import('../contract/load-contract.ts').loadContract>>;

/** OperationIds of the contract that do not belong to an operation which is imported again. */
function namesOfOthers(present: Contract, foreign: Foreign): Set<string> {
  const again = new Set(foreign.operations.map(({ path, key }) => `${key} ${path}`));
  const others = present.operations.filter(({ path, key }) => !again.has(`${key} ${path}`));
  return new Set(others.map(({ operationId }) => operationId));
}

/** Functions for new operations that neither a function nor a table answers. */
async function missingStubs(
  { document, operations }: Contract,
  root: string,
  entry: string,
  tables: Parameters<typeof import('../bundle/wiring.ts').wire>[1]['tables'],
  added: readonly string[],
): Promise<RenderedFile[]> {
  const [{ wire }, { stubs }, { takenPaths }] = await Promise.all([
    import('../bundle/wiring.ts'),
    import('../contract-import/project-files.ts'),
    import('../templates/project-folder.ts'),
  ]);
  if (!/\.m?ts$/.test(entry)) return [];
  const crud = new Set(
    wire(document, { tables, files: [] }).operations.flatMap(({ operation, crud: verb }) =>
      verb ? [operation.operationId] : [],
    ),
  );
  const wanted = operations.filter(
    ({ method, path, operationId }) => added.includes(`${method} ${path}`) && !crud.has(operationId),
  );
  const files = await stubs(wanted, dirname(entry));
  const taken = await takenPaths(
    root,
    files.map(({ path }) => path),
  );
  return files.filter(({ path }) => !taken.includes(path));
}

/** Shows what would change, and asks. */
async function agree(before: string, after: string, name: string, flags: Flags, context: Context): Promise<void> {
  const [{ lineDiff }, { stderr: theme }] = [await import('../contract-import/line-diff.ts'), context.theme];
  const paint = { '+': theme.good, '-': theme.bad, ' ': theme.dim };
  if (flags.json !== true && flags.quiet !== true) {
    for (const { sign, text, gap } of lineDiff(before, after)) {
      if (gap) context.io.stderr.write(`${theme.dim('  …')}\n`);
      context.io.stderr.write(`${paint[sign](`${sign} ${text}`)}\n`);
    }
  }
  if (flags.yes === true) return;
  if (!context.interactive) throw usageError(`${name} would change as shown.`, 'Pass --yes to write it.');
  if (await context.prompts.confirm({ message: `Change ${name}?` })) return;
  throw new ApikitError('Declined', 'Nothing was written.', { exitCode: EXIT.declined });
}

const routes = ({ operations }: Foreign) => operations.map(({ method, path }) => `${method} ${path}`);

/** `Pet Store (v2)` → `pet-store-v2` */
function wordOf(text: string): string {
  const word = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return word === '' ? 'api' : word;
}
