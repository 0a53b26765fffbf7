/**
 * `apikit openapi import`: creates a new project from an OpenAPI document, or merges the document into this project's
 * contract.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, relative, resolve } from 'node:path';
import { LOCAL_STAGE } from '../../config/config.ts';
import { renderProblem } from '../../config/problem.ts';
import type { Context } from '../../context.ts';
import type { Foreign, ForeignDocument } from '../../contract/import/read-foreign.ts';
import type { Decision } from '../../contract/import/settle.ts';
import { objectOf, textOf } from '../../contract/model/json.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import type { RenderedFile } from '../../templates/render.ts';
import { counted } from '../../text/counted.ts';
import { shellWord } from '../../text/shell-word.ts';
import { wordOf } from '../../text/word-of.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { questions } from '../parts/init/init-questions.ts';
import { ACCEPT_OPTION, acceptedRules, agreeToDecisions } from '../parts/openapi/agree-decisions.ts';
import { authorizersOf } from '../parts/openapi/authorizers-of.ts';
import { decisionLines } from '../parts/openapi/decision-lines.ts';
import { openDocument } from '../parts/openapi/openapi-file.ts';
import { ROOT_OPTION } from '../parts/openapi/reference-root.ts';

interface Answers {
  /** The absolute path of the new or existing project. */
  folder: string;
  files: RenderedFile[];
  foreign: Foreign;
  added: readonly string[];
  changed: readonly string[];
  unchanged: readonly string[];
  /** The path of the existing contract, relative to the project. It may be beside the project. */
  contract?: string;
}

interface Imported extends Omit<Answers, 'files' | 'foreign' | 'contract'> {
  files: string[];
  notes: readonly string[];
  decisions: readonly Decision[];
  /** The security schemes that still need an authorizer. */
  authorizers: readonly string[];
  read: readonly string[];
  /** Relative to the user's folder; empty for that folder itself. */
  shown: string;
  isNew: boolean;
}

export const openapiImport = defineCommand({
  arguments: [
    { name: '<file>', description: 'an OpenAPI document: 2.0, 3.0 or 3.1, YAML or JSON; - for stdin' },
    { name: '[dir]', description: 'folder of the new project (default: the name of the app)' },
  ],
  options: [
    { flags: '--into', description: "merge it into this project's contract instead of creating a project" },
    { flags: '--name <name>', description: 'name of the new app (default: from the title of the document)' },
    ACCEPT_OPTION,
    ROOT_OPTION,
  ],
  common: ['region', 'yes'],
  examples: [
    'apikit openapi import petstore.json',
    'apikit openapi import orders.yaml --accept resource-policy,vpc-link',
    'apikit openapi import live.yaml --into',
    'apikit openapi import v2.yaml --into --yes',
  ],

  async ask({ args: [file, dir], flags }, context): Promise<Answers & { isNew: boolean }> {
    const accepted = acceptedRules(flags.accept);
    const { into } = flags;
    if (into && (dir !== undefined || flags.name !== undefined))
      throw usageError('--into uses the project in this folder.', 'Remove the folder and --name.');
    const source = await openDocument(file, flags.root, context);
    const words = [file, dir].filter((word) => word !== undefined).map(shellWord);
    const retry = `apikit openapi import ${words.join(' ')}${into ? ' --into' : ''}`;
    const agreeToLosses = ({ decisions }: Foreign) => agreeToDecisions(decisions, accepted, retry, context);
    if (into) return { ...(await intoProject(source, agreeToLosses, context)), isNew: false };
    return { ...(await newProject(source, { dir, name: flags.name }, agreeToLosses, context)), isNew: true };
  },

  async execute({ folder, files, foreign, contract, ...rest }, context): Promise<Imported> {
    const { writeProject } = await import('../../templates/project-folder.ts');
    for (const warning of foreign.warnings) context.report.warn(renderProblem(warning));
    await writeProject(folder, files, context.io.signal, contract === undefined ? [] : [contract]);
    return {
      ...rest,
      folder,
      files: files.map(({ path }) => path),
      notes: foreign.notes,
      decisions: foreign.decisions,
      authorizers: authorizersOf(foreign),
      read: foreign.files,
      shown: relative(context.io.cwd, folder),
    };
  },

  render: ({ files, notes, decisions, authorizers, read, added, changed, unchanged, shown, isNew }, theme) => ({
    notes: [
      ...notes.map((note) => theme.dim(`${SYMBOL.note} ${note}`)),
      ...(read.length > 1 ? [theme.dim(`${SYMBOL.note} Read: ${read.join(', ')}`)] : []),
      files.length === 0
        ? `${theme.good(SYMBOL.done)} Nothing to change: the contract already has all of it (${counted(unchanged.length, 'operation')})`
        : `${theme.good(SYMBOL.done)} ${counted(added.length, 'operation')} added, ${changed.length} changed, ${unchanged.length} unchanged; wrote ${counted(files.length, 'file')}${shown === '' ? '' : ` to ${shown}`}`,
      ...(decisions.length > 0 ? [`Accepted differences from the document (${decisions.length}):`] : []),
      ...decisionLines(decisions, theme),
    ],
    next:
      files.length === 0
        ? []
        : [
            ...(shown === '' ? [] : [`cd ${shellWord(shown)}`]),
            ...(isNew ? ['npm install', ...authorizers.map((name) => `apikit add authorizer ${name}`)] : []),
            'apikit validate',
          ],
  }),
  json: ({ folder, files, notes, decisions, read, added, changed, unchanged }) => ({
    dir: folder,
    files,
    added,
    changed,
    unchanged,
    notes,
    decisions,
    read,
  }),
});

/** Asks whether the import may lose what it would lose. Throws if it may not. */
type AgreeToLosses = (foreign: Foreign) => Promise<void>;

async function newProject(
  source: ForeignDocument & { label: string },
  { dir, name: givenName }: { dir: string | undefined; name: string | undefined },
  agreeToLosses: AgreeToLosses,
  context: Context,
): Promise<Answers> {
  const [{ readForeign }, { projectFiles }, { isEmpty }] = await Promise.all([
    import('../../contract/import/read-foreign.ts'),
    import('../../contract/import/project-files.ts'),
    import('../../templates/project-folder.ts'),
  ]);
  const { cwd, env } = context.io;
  const given = dir === undefined ? undefined : resolve(cwd, dir);
  if (given !== undefined) await needEmpty(given, isEmpty);
  const foreign = readForeign(source);
  const title = textOf(objectOf(foreign.document.info).title) ?? '';
  const wanted =
    wordOf(title) ??
    wordOf(given === undefined ? source.label.replace(extname(source.label), '') : basename(given)) ??
    'api';
  const { name, region } = await nameAndRegion({ wanted, given: givenName }, env, context);
  const folder = given ?? resolve(cwd, name);
  if (given === undefined) await needEmpty(folder, isEmpty);
  await agreeToLosses(foreign);
  const files = await projectFiles({ ...foreign, name, region, title: title === '' ? name : title });
  return { folder, files, foreign, added: routes(foreign), changed: [], unchanged: [] };
}

async function needEmpty(folder: string, isEmpty: (folder: string) => Promise<boolean>): Promise<void> {
  if (await isEmpty(folder)) return;
  throw usageError(
    `${folder} is not empty.`,
    'Name a new folder, or pass --into in a project to merge into its contract.',
  );
}

/** Uses flags. In a terminal, it asks for missing values with the prompts of `init`. */
async function nameAndRegion(
  { wanted, given: givenName }: { wanted: string; given: string | undefined },
  env: Context['io']['env'],
  context: Context,
) {
  const { flags, prompts } = context;
  const asked = { name: wanted, region: '' };
  for (const { flag, message, default: usual, problem } of questions(wanted, env)) {
    if (flag !== 'name' && flag !== 'region') continue;
    const given = flag === 'region' ? context.regionOutside() : givenName;
    const answer =
      given ??
      (context.interactive && !flags.yes
        ? await prompts.text({ message, default: usual, validate: (text) => problem(text) ?? true })
        : usual);
    const wrong = problem(answer);
    if (wrong !== undefined) throw usageError(wrong, `Pass another --${flag}.`);
    asked[flag] = answer;
  }
  return asked;
}

async function intoProject(source: ForeignDocument, agreeToLosses: AgreeToLosses, context: Context): Promise<Answers> {
  const [{ readForeign }, { mergeInto }, { parseContract, loadContract }, { openOfProject }] = await Promise.all([
    import('../../contract/import/read-foreign.ts'),
    import('../../contract/import/merge.ts'),
    import('../../contract/load-contract.ts'),
    import('../../contract/read/open-file.ts'),
  ]);
  const project = await context.project();
  const { contract, function: fn, tables } = project.stage(LOCAL_STAGE);
  const name = relative(project.root, contract);
  const present = await loadContract(contract, project.root);
  const text = await readFile(contract, 'utf8');
  const foreign = readForeign(source, namesOfOthers(present, readForeign(source)));
  await agreeToLosses(foreign);
  const { text: merged, ...news } = mergeInto(text, present, foreign);
  if (merged === text) return { folder: project.root, files: [], foreign, ...news };
  // The whole contract is checked before any prompt and any write.
  const whole = parseContract(merged, name, await openOfProject(project.root));
  const files = [
    { path: name, contents: merged },
    ...(await missingStubs(whole, project.root, fn.entry, tables, news.added)),
  ];
  await agree(text, merged, name, context);
  return { folder: project.root, files, foreign, contract: name, ...news };
}

type Contract = Awaited<ReturnType<typeof import('../../contract/load-contract.ts').loadContract>>;

/** The operationIds of the contract, without those of operations that are imported again. */
function namesOfOthers(present: Contract, foreign: Foreign): Set<string> {
  const again = new Set(foreign.operations.map(({ path, key }) => `${key} ${path}`));
  const others = present.operations.filter(({ path, key }) => !again.has(`${key} ${path}`));
  return new Set(others.map(({ operationId }) => operationId));
}

/** The functions of new operations that have neither a function nor a table. */
async function missingStubs(
  { operations }: Contract,
  root: string,
  entry: string,
  tables: Parameters<typeof import('../../codegen/operations/wiring.ts').wire>[1]['tables'],
  added: readonly string[],
): Promise<RenderedFile[]> {
  const [{ wire }, { stubs }, { takenPaths }] = await Promise.all([
    import('../../codegen/operations/wiring.ts'),
    import('../../contract/import/project-files.ts'),
    import('../../templates/project-folder.ts'),
  ]);
  if (!/\.m?ts$/.test(entry)) return [];
  const crud = new Set(
    wire(operations, { tables, files: [] }).operations.flatMap(({ operation, crud: verb }) =>
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

/** Shows the changes, and asks. */
async function agree(before: string, after: string, name: string, context: Context): Promise<void> {
  const { flags } = context;
  const [{ lineDiff }, { stderr: theme }] = [await import('../../contract/import/line-diff.ts'), context.theme];
  const paint = { '+': theme.good, '-': theme.bad, ' ': theme.dim };
  if (!flags.json && !flags.quiet) {
    for (const { sign, text, gap } of lineDiff(before, after)) {
      if (gap) context.io.stderr.write(`${theme.dim('  …')}\n`);
      context.io.stderr.write(`${paint[sign](`${sign} ${text}`)}\n`);
    }
  }
  if (flags.yes) return;
  if (!context.interactive) throw usageError(`${name} would change as shown.`, 'Pass --yes to write it.');
  if (await context.prompts.confirm({ message: `Change ${name}?` })) return;
  throw new ApikitError('Declined', 'Nothing was written.', { exitCode: EXIT.declined });
}

const routes = ({ operations }: Foreign) => operations.map(({ method, path }) => `${method} ${path}`);
