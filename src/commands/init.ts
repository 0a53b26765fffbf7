/**
 * `apikit init`: creates a new project from a template. It asks and checks everything before it writes the first file.
 */
import { relative, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { Option } from '../flags/option.ts';
import type { FlagsOf } from '../flags/values.ts';
import type { RenderedFile } from '../templates/render.ts';
import type { Language } from '../templates/template.ts';
import { counted } from '../text/counted.ts';
import { shellWord } from '../text/shell-word.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './parts/command.ts';
import type { FromHandler } from './parts/init/init-from.ts';
import { type Chosen, type GivenAnswers, type Question, questions, toAnswers } from './parts/init/init-questions.ts';

interface Answers {
  /** An absolute path. */
  folder: string;
  files: RenderedFile[];
  language: Language;
  install: boolean;
  /** The facts that `--from` read from an existing handler. */
  found?: FromHandler;
}

interface Made {
  /** An absolute path. */
  dir: string;
  files: string[];
  language: Language;
  /** Whether the packages are installed. Python needs none. */
  installed: boolean;
  /** Relative to the user's folder; empty for that folder itself. */
  path: string;
  found?: FromHandler;
}

const LANGUAGE_NAMES = ['typescript', 'python'] as const satisfies readonly Language[];
const TEMPLATE_NAMES = ['items', 'users', 'files', 'hello'] as const;

const OPTIONS = [
  {
    flags: '--template <name>',
    description: 'template of the API (default: items)',
    choices: TEMPLATE_NAMES,
  },
  { flags: '--language <name>', description: 'language of the code (default: typescript)', choices: LANGUAGE_NAMES },
  { flags: '--from <handler>', description: 'file with an existing handler; it stays as it is' },
  { flags: '--name <name>', description: 'name of the app' },
  { flags: '--region <name>', description: 'AWS region' },
  { flags: '--resource <plural>', description: 'what the API stores' },
  { flags: '--fields <list>', description: 'its fields: name:string!,price:number' },
  { flags: '--cors <origins>', description: 'origins of web pages that may call it, separated by commas' },
  { flags: '--stages <names>', description: 'stages, separated by commas; the last of several is protected' },
  { flags: '--force', description: 'write into a folder that is not empty' },
  { flags: '--no-install', description: 'do not run npm install' },
] as const satisfies readonly Option[];

type InitFlags = FlagsOf<(typeof OPTIONS)[number]>;

export const init = defineCommand({
  withoutProject: true,
  arguments: [{ name: '[dir]', description: 'folder of the project (default: this one)' }],
  options: OPTIONS,
  common: ['yes'],
  examples: [
    'apikit init --from lambda_function.py',
    'apikit init',
    'apikit init shop --yes',
    "apikit init shop --resource orders --fields 'total:number!'",
  ],

  async ask({ args: [dir = '.'], flags }, context): Promise<Answers> {
    const folder = resolve(context.io.cwd, dir);
    if (flags.from !== undefined) return await askFrom(folder, flags.from, flags, context);
    const { isEmpty, takenPaths } = await import('../templates/project-folder.ts');
    const empty = await isEmpty(folder);
    if (!empty && !flags.force) {
      throw usageError(
        `${folder} is not empty.`,
        'Name a new folder, or pass --force to write beside the existing files.',
      );
    }
    const chosen = await choose(flags, context);
    const { language } = chosen;
    const given = await askAll(questions(folder, context.io.env), chosen, flags, context);
    const files = await projectFiles(chosen, given);
    if (!empty)
      await agreeToOverwrite(
        await takenPaths(
          folder,
          files.map(({ path }) => path),
        ),
        context,
      );
    return { folder, files, language, install: language === 'typescript' && flags.install };
  },

  async execute({ folder, files, language, install, found }, context): Promise<Made> {
    const [{ writeProject }, { guessesOf }] = await Promise.all([
      import('../templates/project-folder.ts'),
      import('./parts/init/init-from.ts'),
    ]);
    await writeProject(folder, files, context.io.signal);
    const path = relative(context.io.cwd, folder);
    const installed = install && (await installPackages(folder, path, context));
    if (found) for (const guess of guessesOf(found)) context.report.note(guess);
    return { dir: folder, files: files.map((file) => file.path), language, installed, path, ...(found && { found }) };
  },

  render: ({ files, language, installed, path, found }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Wrote ${counted(files.length, 'file')} to ${path || 'this folder'}`,
      // An existing handler sends its own CORS headers.
      ...(found ? [] : [`${SYMBOL.note} Web pages on localhost (any port) may call the stage local.`]),
    ],
    next: [
      ...(path === '' ? [] : [`cd ${shellWord(path)}`]),
      ...(found ? installing(found) : testing(language, installed)),
      'apikit dev',
    ],
  }),

  json: ({ dir, files, installed }) => ({ dir, files, installed }),
});

/** The answers that decide which prompts follow. */
async function choose(flags: InitFlags, context: Context): Promise<Chosen> {
  const among = async <Choice extends string>(
    given: Choice | undefined,
    message: string,
    choices: readonly [Choice, ...Choice[]],
  ): Promise<Choice> => {
    const [usual] = choices;
    if (given !== undefined) return given;
    if (context.flags.yes || !context.interactive) return usual;
    return await context.prompts.choose({ message, choices, default: usual });
  };
  const template = await among(
    flags.template,
    'What does the API serve (items in a table, users, files, or a greeting)?',
    TEMPLATE_NAMES,
  );
  const language = await among(flags.language, 'Which language does its code have?', LANGUAGE_NAMES);
  return { template, language };
}

const testing = (language: Language, installed: boolean): string[] =>
  language === 'python' ? ['python3 -m unittest'] : [...(installed ? [] : ['npm install']), 'npm test'];

const installing = ({ missing }: FromHandler): string[] =>
  missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`];

/** Templates are not used: the handler decides what they would decide. */
async function askFrom(folder: string, from: string, flags: InitFlags, context: Context): Promise<Answers> {
  const { readHandlerFile, filesFor } = await import('./parts/init/init-from.ts');
  const unused = (['template', 'language', 'resource', 'fields'] as const).find((flag) => flags[flag] !== undefined);
  if (unused) throw usageError(`--${unused} and --from cannot be used together.`, 'Remove one of them.');
  const found = await readHandlerFile(folder, context.io.cwd, from);
  const chosen: Chosen = { template: 'hello', language: from.endsWith('.py') ? 'python' : 'typescript' };
  const given = await askAll(questions(folder, context.io.env), chosen, flags, context);
  const tables = found.seen.tables.map(({ name }) => name);
  const { name, region, cors, stages } = toAnswers(given, tables, chosen.language);
  const files = await filesFor(found, { name, region, cors, stages });
  const { takenPaths } = await import('../templates/project-folder.ts');
  const paths = files.map(({ path }) => path);
  const taken = await takenPaths(folder, paths);
  if (taken.length > 0 && !flags.force)
    throw usageError(`${taken.join(' and ')} already exists.`, 'Pass --force to replace it.');
  await agreeToOverwrite(taken, context);
  return { folder, files, language: chosen.language, install: false, found };
}

/**
 * Reads the answers from flags, from defaults with --yes, or from prompts. It checks each answer before the next
 * prompt.
 */
async function askAll(
  all: Question[],
  { template }: Chosen,
  flags: InitFlags,
  context: Context,
): Promise<GivenAnswers> {
  const list = all.filter(({ templates }) => templates === undefined || templates.includes(template));
  const others = all.filter((question) => !list.includes(question));
  const unused = others.find(({ flag }) => flags[flag] !== undefined);
  if (unused) throw usageError(`The template ${template} has no --${unused.flag}.`, 'Leave it out.');
  const missing = list.filter(({ flag }) => flags[flag] === undefined).map(({ flag }) => `--${flag}`);
  if (missing.length > 0 && !context.flags.yes && !context.interactive) {
    const hint = 'Pass the flags that you want to choose, and --yes for the other defaults.';
    throw usageError(`There is no terminal for questions, and these flags are missing: ${missing.join(', ')}.`, hint);
  }
  const given: Partial<GivenAnswers> = Object.fromEntries(others.map((question) => [question.flag, question.default]));
  for (const question of list) given[question.flag] = await answer(question, flags, context);
  return given as GivenAnswers;
}

async function answer(question: Question, flags: InitFlags, context: Context): Promise<string> {
  const { flag, message, problem } = question;
  const flagged = flags[flag];
  if (flagged !== undefined || context.flags.yes) {
    const value = flagged === undefined ? question.default : flagged.trim();
    const wrong = problem(value);
    if (wrong) throw usageError(wrong, `Correct --${flag}.`);
    return value;
  }
  if (!context.interactive) {
    throw usageError(
      `--${flag} is missing, and there is no terminal for questions.`,
      'Pass it, or --yes for the defaults.',
    );
  }
  const { choices } = question;
  if (choices) {
    const all = choices.includes(question.default) ? choices : [question.default, ...choices];
    return await context.prompts.choose({ message, choices: all, default: question.default });
  }
  const validate = (text: string) => problem(text.trim()) ?? true;
  return (await context.prompts.text({ message, default: question.default, validate })).trim();
}

/** The template's files and the files generated from its contract, all in memory. */
async function projectFiles({ template: name, language }: Chosen, given: GivenAnswers): Promise<RenderedFile[]> {
  const [{ renderTemplate }, { LANGUAGES }, { TEMPLATES }, { generatedFrom }, { parseContract }] = await Promise.all([
    import('../templates/render.ts'),
    import('../templates/template.ts'),
    import('../templates/templates.ts'),
    import('../codegen/write-contract.ts'),
    import('../contract/load-contract.ts'),
  ]);
  const template = TEMPLATES[name]!;
  const answers = toAnswers(given, Object.keys(template.tables(given)), language);
  const files = await renderTemplate(template, answers);
  const text = files.find(({ path }) => path === 'openapi.yaml')!;
  const generated = await generatedFrom({
    entry: LANGUAGES[answers.language].entry,
    contract: parseContract(text.contents, text.path),
    tables: template.tables(answers),
    files: files.map(({ path }) => path),
  });
  return [...files, ...generated];
}

/** Without a terminal, `--force` is enough to overwrite. The warning names the replaced files in both cases. */
async function agreeToOverwrite(taken: string[], context: Context): Promise<void> {
  if (taken.length === 0) return;
  context.report.warn(`This replaces ${taken.join(', ')}.`);
  if (!context.interactive || context.flags.yes) return;
  const agreed = await context.prompts.confirm({ message: `Replace ${counted(taken.length, 'file')}?` });
  if (!agreed) throw new ApikitError('Declined', 'Nothing was written.', { exitCode: EXIT.declined });
}

/** A failure is only a warning: the project is complete, and `npm install` can run at any time. */
async function installPackages(folder: string, path: string, context: Context): Promise<boolean> {
  const { npmInstall } = await import('../templates/npm-install.ts');
  context.report.note('Installing packages with npm');
  const problem = await npmInstall(folder, context.io);
  context.io.signal.throwIfAborted();
  if (problem === undefined) return true;
  context.report.warn(`npm install failed: ${problem}. Run it again in ${path || 'this folder'}.`);
  return false;
}
