/** Reads a Chalice app: its modules, and its settings in `.chalice`. Nothing of it is run. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Path } from '../../config/problem.ts';
import { parseSource, type Source } from '../../config/source.ts';
import { type Json, objectOf } from '../../contract/model/json.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { isHidden } from '../../text/hidden-path.ts';
import { readFolder } from '../code/read-folder.ts';
import { type Module, readDecorators } from './read-decorators.ts';

export interface ChaliceApp {
  /** The module with the app, and those of `chalicelib`. */
  readonly modules: readonly Module[];
  /** The settings of the stage, over those of all stages. */
  readonly settings: Json;
  readonly name: string | undefined;
  /** The stage whose settings these are. */
  readonly stage: string;
  /** `.chalice/config.json:7`, of a setting of the stage. */
  place(...path: Path): string;
  /** The stages of the settings that the project does not have. */
  readonly otherStages: readonly string[];
  /** The statements of a file in `.chalice`, with its name. `undefined` if there is no such file. */
  policy(file: string): { readonly place: string; readonly statements: readonly unknown[] } | undefined;
}

/** Bytes of all modules. */
const MOST_TEXT = 5_000_000;

/** Bytes of a file in `.chalice`. */
const LARGEST_SETTINGS = 1_000_000;

/** `file` is the name of the app's module in `root`: `app.py`. Throws `BadTemplate`. */
export async function readApp(root: string, file: string, stage: string | undefined): Promise<ChaliceApp> {
  const modules = await readDecorators(await textsOf(root, file));
  const source = settingsIn(root, 'config.json');
  const data = objectOf(source?.data);
  const stages = objectOf(data.stages);
  const chosen = stage ?? (Object.hasOwn(stages, 'dev') ? 'dev' : (Object.keys(stages)[0] ?? 'dev'));
  if (stage !== undefined && !Object.hasOwn(stages, stage)) throw bad(`.chalice/config.json has no stage ${stage}.`);
  const own = objectOf(stages[chosen]);
  const { stages: _, version, app_name, ...common } = data;
  const environment = { ...objectOf(common.environment_variables), ...objectOf(own.environment_variables) };
  return {
    modules,
    settings: { ...common, ...own, environment_variables: environment },
    name: typeof app_name === 'string' ? app_name : undefined,
    stage: chosen,
    place(...path) {
      const isOwn = path.length > 0 && Object.hasOwn(own, String(path[0]));
      const { line } = source?.problem(isOwn ? ['stages', chosen, ...path] : path, '', '', { key: true }) ?? {
        line: 1,
      };
      return `.chalice/config.json:${line}`;
    },
    otherStages: Object.keys(stages).filter((each) => each !== chosen),
    policy(name) {
      const policy = settingsIn(root, name);
      const { Statement } = objectOf(policy?.data);
      return policy && { place: `.chalice/${name}:1`, statements: [Statement ?? []].flat() };
    },
  };
}

async function textsOf(root: string, file: string): Promise<Record<string, string>> {
  const { files } = await readFolder(root, '.', (path) => path !== file && !/^chalicelib\/.*\.py$/.test(path));
  const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  if (size > MOST_TEXT) throw bad('The modules of the app have more than 5 MB.');
  return Object.fromEntries([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
}

/** The folder `.chalice` is hidden, but these files of it are what the user asks to import. Links are not followed. */
function settingsIn(root: string, name: string): Source | undefined {
  if (isHidden(name) || /[/\\]/.test(name) || !name.endsWith('.json')) return undefined;
  const [folder, path] = [join(root, '.chalice'), join(root, '.chalice', name)];
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size > LARGEST_SETTINGS) return undefined;
  const source = parseSource(readFileSync(path, 'utf8'), `.chalice/${name}`);
  const [fault] = source.problems.filter(({ severity }) => severity === 'error');
  if (fault) throw bad(`${fault.file}:${fault.line}:${fault.column} ${fault.message}`);
  return source;
}

const bad = (message: string) =>
  new ApikitError('BadTemplate', `${message} Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Name the app.py of a Chalice project. Its settings are in .chalice/config.json beside it.',
  });
