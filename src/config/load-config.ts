/** Loads `apikit.yaml` as `ProjectConfig`: finds it, reads it, and reports all its problems at once. */
import { existsSync, lstatSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ApikitError, EXIT } from '../errors.ts';
import { isReadable, type RealPlace, realPlaces } from '../files/real-place.ts';
import { shellWord } from '../text/shell-word.ts';
import { checkConfig, previewProblems } from './check.ts';
import { namedFileProblems } from './check-named-files.ts';
import { placeholderWarnings } from './check-placeholders.ts';
import { LOCAL_STAGE, type ProjectConfig } from './config.ts';
import { CONFIG_FILE, findConfigFile, findLookalike } from './find-project.ts';
import { nearStage } from './near-stage.ts';
import { type Path, type Problem, ProblemsError, sortProblems } from './problem.ts';
import type { RawConfig } from './raw-config.ts';
import { resolveStage } from './resolve.ts';
import { STAGE_NAME } from './schema.ts';
import { schemaFindings } from './schema-problems.ts';
import { withoutForms } from './secret-like.ts';
import { parseSource, type Source } from './source.ts';
import { exampleOf, isPattern, patternsFor } from './stage-patterns.ts';

export interface LoadOptions {
  /** `--region`, which overrides the file. */
  readonly region?: string | undefined;
  /** `AWS_REGION`, which is used if the file has no region. */
  readonly defaultRegion?: string | undefined;
}

/**
 * Reads the project that contains `start` (a folder, or the file from `--config`). Throws `ApikitError`: NoProject, or
 * InvalidConfig (a `ProblemsError`).
 */
export async function loadProject(start: string, options: LoadOptions = {}): Promise<ProjectConfig> {
  const given = resolve(start);
  const file = requireFile(given);
  const root = dirname(file);
  if (file !== given) await refuseForeignLink(file);
  const source = parseSource(await readText(file), basename(file));
  const isFile = (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true;
  const resolving = { ...options, root, isFile };
  const { raw, problems } = await check(source, resolving);
  if (!raw || problems.some((problem) => problem.severity === 'error')) {
    throw new ProblemsError('InvalidConfig', source.file, problems, `Correct ${file} and run the command again.`);
  }
  const declared = Object.keys(raw.stages ?? {}).filter((stage) => stage !== LOCAL_STAGE);
  const stages = declared.filter((name) => !isPattern(name));
  const patterns = declared.filter(isPattern);
  const declares = (name: string) => name === LOCAL_STAGE || stages.includes(name);
  const isPreview = (name: string) => STAGE_NAME.test(name) && patternsFor(patterns, name).length === 1;
  return {
    file,
    root,
    name: raw.name,
    stages,
    patterns,
    warnings: problems,
    stage: (name) => {
      if (declares(name)) return resolveStage(raw, name, resolving);
      if (!isPreview(name)) throw unknownStage(name, { stages, patterns }, source.file);
      const ofName = previewProblems(raw, name, source, resolving);
      if (ofName.length > 0) throw notPossible(name, ofName, source.file);
      return resolveStage(raw, name, resolving);
    },
    anyStage: (name) => {
      if (!STAGE_NAME.test(name)) throw unknownStage(name, { stages, patterns }, source.file);
      const config = resolveStage(raw, name, resolving);
      return declares(name) || config.preview ? config : { ...config, protected: true };
    },
  };
}

function requireFile(start: string): string {
  const file = findConfigFile(start);
  if (file !== undefined) return file;
  const lookalike = findLookalike(start);
  if (lookalike !== undefined) {
    throw new ApikitError('NoProject', `There is no ${CONFIG_FILE}, but there is ${lookalike}.`, {
      exitCode: EXIT.usage,
      hint: lookalike.endsWith('.json')
        ? `Rename it to ${CONFIG_FILE}: JSON is valid YAML.`
        : `Rename it to ${CONFIG_FILE}, or name it with \`--config ${shellWord(lookalike)}\`.`,
    });
  }
  const where = existsSync(start) ? `in ${start} or a folder above it` : `at ${start}`;
  throw new ApikitError('NoProject', `There is no ${CONFIG_FILE} ${where}.`, {
    exitCode: EXIT.usage,
    hint: "Run `apikit init` to create a project here, or change to a project's folder.",
  });
}

/**
 * A folder from another author may hold a link of this name to a private file, parts of which the messages about its
 * problems would show. A file that `--config` names is the user's own choice.
 */
async function refuseForeignLink(file: string): Promise<void> {
  if (!lstatSync(file).isSymbolicLink()) return;
  const placeOf = await realPlaces(dirname(file));
  const place = await placeOf(file);
  if (isReadable(place)) return;
  throw new ApikitError('InvalidConfig', `${file} is a link to ${place.real}, which ${whyUnreadable(place)}.`, {
    exitCode: EXIT.usage,
    hint: `Put a copy into the project, or name the link with \`--config ${shellWord(file)}\` if you trust it.`,
  });
}

const whyUnreadable = ({ within }: RealPlace): string =>
  within === undefined ? 'is neither in the project nor in its repository' : 'is hidden';

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ApikitError('InvalidConfig', `${file} cannot be read (${cause.code}).`, {
      exitCode: EXIT.usage,
      hint: 'Check that it is a file, and that you have permission to read it.',
      cause,
    });
  });
}

interface Checked {
  raw?: RawConfig;
  problems: Problem[];
}

async function check(source: Source, options: LoadOptions & { root: string }): Promise<Checked> {
  if (source.data === undefined) return { problems: sortProblems(source.problems) };
  if (source.data === null) {
    const empty = source.problem([], 'The file is empty.', 'Begin with name: and region:.');
    return { problems: [...source.problems, empty] };
  }
  const findings = await schemaFindings(source);
  // The order is from the end, because removing an item of a list moves the items after it.
  const raw = findings.reduceRight<unknown>((rest, { path }) => (path ? without(rest, path) : rest), source.data) as
    | RawConfig
    | undefined;
  const found = [...source.problems, ...findings.map(({ problem }) => problem), ...placeholderWarnings(source)];
  if (raw) {
    // A missing name is already reported, so the rest is checked with a placeholder. A setting that was rejected is not
    // missing.
    const refused = new Set(found.map(({ path }) => path));
    const checked = checkConfig({ ...raw, name: raw.name ?? 'app' }, source, options);
    found.push(...checked.filter(({ path }) => path === '' || !refused.has(path)));
    const wrong = new Set(found.filter(({ severity }) => severity === 'error').map(({ path }) => path));
    const named = await namedFileProblems({ ...raw, name: raw.name ?? 'app' }, source, options);
    found.push(...named.filter(({ path }) => !wrong.has(path)));
  }
  return { ...(raw && { raw }), problems: sortProblems(found).map(withoutSecrets) };
}

/** A secret may be typed into any place. Messages hide everything that looks like one. */
function withoutSecrets(problem: Problem): Problem {
  const { path, message, fix } = problem;
  return { ...problem, path: withoutForms(path), message: withoutForms(message), fix: withoutForms(fix) };
}

/** Returns a copy without the value at `path`, so that one wrong value does not hide other problems. */
function without(data: unknown, path: Path): unknown {
  const [head, ...rest] = path;
  if (head === undefined || typeof data !== 'object' || data === null) return undefined;
  if (Array.isArray(data)) {
    return rest.length === 0
      ? data.filter((_, index) => index !== head)
      : data.map((item, index) => (index === head ? without(item, rest) : item));
  }
  const copy: Record<string, unknown> = { ...data };
  if (rest.length === 0) delete copy[head];
  else copy[head] = without(copy[head], rest);
  return copy;
}

type Declared = Pick<ProjectConfig, 'stages' | 'patterns'>;

/** The error for a stage that is not in the file; `file` is the file's name. */
function unknownStage(name: string, { stages, patterns }: Declared, file: string): ApikitError {
  const refused = (message: string, hint: string) =>
    new ApikitError('UnknownStage', message, { exitCode: EXIT.usage, hint });
  if (patterns.includes(name))
    return refused(
      `${name} is a pattern in ${file}, which stands for any number of stages, so it is not a stage itself.`,
      `Name the stage, for example --stage ${exampleOf(name)}.`,
    );
  const several = patternsFor(patterns, name);
  if (several.length > 1)
    return refused(
      `Stage ${name} matches ${several.join(' and ')} in ${file}, and neither is more specific.`,
      `Declare it by its own name under stages:, or change one of the patterns.`,
    );
  const known = [...stages, ...patterns, LOCAL_STAGE].join(', ');
  const add = `Add it under stages: in ${file} (${name}: {}), or name one of those. \`apikit destroy --stage ${name}\` removes a stage that was deployed and is no longer in ${file}.`;
  const never = 'No stage can have this name: AWS allows letters, digits, _ and -, at most 128 of them.';
  return refused(
    `There is no stage ${name} in ${file}; it has ${known}.`,
    nearStage(name, stages) ?? (STAGE_NAME.test(name) ? add : never),
  );
}

function notPossible(name: string, problems: readonly Problem[], file: string): ProblemsError {
  return new ProblemsError('InvalidConfig', file, problems, `Use another name than ${name} for the stage.`);
}
