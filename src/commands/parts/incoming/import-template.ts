/** The parts that all imports of other tools' projects share: from a template to a project, and its report. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { HIDDEN, isSecretVariable } from '../../../config/secret-like.ts';
import type { Context } from '../../../context.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import type { Template } from '../../../incoming/template/template.ts';
import type { TemplateContract } from '../../../incoming/template/template-contract.ts';
import { counted } from '../../../text/counted.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { wordOf } from '../../../text/word-of.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import { questions } from '../init/init-questions.ts';
import { agreeToDecisions } from '../openapi/agree-decisions.ts';
import { findingLines } from './finding-lines.ts';
import {
  firstCommands,
  type IncomingProject,
  readMade,
  requireEmpty,
  type WrittenProject,
} from './incoming-project.ts';

/** Bytes. A longer file is not one that people write. */
const LONGEST_FILE = 10_000_000;

export interface SourceFile {
  /** An absolute path. */
  readonly path: string;
  readonly text: string;
}

/** Reads the file that the user has named. Throws a usage error with `hint`. */
export async function readSource(file: string, hint: string, { io }: Context): Promise<SourceFile> {
  const path = resolve(io.cwd, file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${file} cannot be read (${error.code}).`, hint);
  });
  if (text.length > LONGEST_FILE) throw usageError(`${file} has more than 10 MB.`, hint);
  return { path, text };
}

export interface TemplateImport {
  /** The command without its arguments: `import sam`. */
  readonly command: string;
  /** The path that the user has typed. */
  readonly file: string;
  /** The folder of the file. */
  readonly root: string;
  readonly dir: string | undefined;
  /** The name of the app that the user chose. */
  readonly name: string | undefined;
  /** The name that the file itself has, if any. */
  readonly named?: string | undefined;
  /** The region that the file itself has, if any. */
  readonly region?: string | undefined;
  /** The options by which the file gets values, `name=value`, by the name of the option. */
  readonly given: Readonly<Record<string, readonly string[]>>;
  readonly accepted: ReadonlySet<string>;
  readonly template: Template;
  readonly contractOf: (title: string) => TemplateContract;
}

export async function importTemplate(
  { command, file, root, dir, template, accepted, given, ...own }: TemplateImport,
  context: Context,
): Promise<IncomingProject> {
  const name = own.name ?? wordOf(own.named ?? basename(root)) ?? 'api';
  const { APP_NAME } = await import('../../../config/schema.ts');
  if (!APP_NAME.test(name)) throw usageError(`"${name}" is not valid as the name of an app.`, 'Pass another --name.');
  const folder = resolve(context.io.cwd, dir ?? name);
  await requireEmpty(folder);
  const contract = own.contractOf(name);
  const foreign = await readMade(contract.document, 'contract.json', `the contract of ${file}`);
  const options = {
    ...given,
    ...(own.name !== undefined && { name: [own.name] }),
    ...(context.flags.region !== undefined && { region: [context.flags.region] }),
  };
  const retry = `apikit ${command} ${[file, dir ?? name, ...wordsOf(options)].map(shellWord).join(' ')}`;
  await agreeToDecisions(foreign.decisions, accepted, retry, context);
  const region = context.flags.region ?? own.region ?? regionOf(name, context);
  const { templateProject } = await import('../../../incoming/template/template-project.ts');
  return { folder, foreign, ...(await templateProject(template, contract, foreign, { root, name, region })) };
}

/** The words of a command line that the program prints, without values that seem to be secrets. */
const wordsOf = (options: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(options).flatMap(([flag, values]) => values.flatMap((value) => [`--${flag}`, withoutSecret(value)]));

function withoutSecret(pair: string): string {
  const at = pair.indexOf('=');
  return isSecretVariable(pair.slice(0, Math.max(at, 0)), pair.slice(at + 1))
    ? `${pair.slice(0, at + 1)}${HIDDEN}`
    : pair;
}

const regionOf = (name: string, context: Context): string =>
  context.regionOutside() ?? questions(name, context.io.env).find(({ flag }) => flag === 'region')?.default ?? '';

/**
 * Returns the contract of the events of the template's functions. `none` is the error about a template without them.
 * Throws `NoOperations`.
 */
export async function contractOfTemplate(
  { resources }: Template,
  none: { readonly says: string; readonly hint: string },
): Promise<(title: string) => TemplateContract> {
  const [{ apiOf, servingFunctions }, { contractOfEvents }, { authorizerFunction }] = await Promise.all([
    import('../../../incoming/template/template-resources.ts'),
    import('../../../incoming/template/template-contract.ts'),
    import('../../../incoming/template/template-security.ts'),
  ]);
  const functions = servingFunctions(resources, []);
  if (functions.length === 0)
    throw new ApikitError('NoOperations', none.says, { exitCode: EXIT.usage, hint: none.hint });
  const api = apiOf(resources);
  const authorizer = authorizerFunction(resources, api)?.fn.id;
  return (title) => contractOfEvents(functions, api, { title, authorizer });
}

/** The values of an option that is written `name=value`. Throws a usage error. */
export function pairsOf(option: string, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at < 1)
        throw usageError(`--${option} needs a name and a value, and got "${each}".`, `Write --${option} Name=value.`);
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

export function renderImported(written: WrittenProject, theme: Theme) {
  const { files, findings, notes, shown } = written;
  return {
    data: findingLines(findings, theme),
    notes: [
      ...notes.map((note) => theme.dim(`${SYMBOL.note} ${note}`)),
      `${theme.good(SYMBOL.done)} Wrote ${counted(files.length, 'file')} to ${shown === '' ? 'this folder' : shown}.`,
    ],
    next: [...firstCommands(written), 'apikit dev'],
  };
}

export const importedJson = ({ dir, files, findings, notes, decisions }: WrittenProject) => ({
  dir,
  files,
  findings,
  notes,
  decisions,
});
