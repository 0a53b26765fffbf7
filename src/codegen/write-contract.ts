/** Keeps the generated module beside the handler in sync with the contract and the project's files. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { ApiDocument } from '../contract/model/api-document.ts';
import { nothingThere } from '../files/nothing-there.ts';
import { refuseLinks } from '../files/refuse-links.ts';
import { replaceFile } from '../files/replace-file.ts';
import { generateContract } from './generate-contract.ts';
import type { ProjectShape, TableShape } from './operations/project-shape.ts';
import type { Wiring } from './operations/wiring.ts';
import { generatePythonContract } from './python/python-contract.ts';

export interface ContractTarget {
  /** The project's folder. */
  root: string;
  /** The function's entry, relative to the project's folder. */
  entry: string;
  contract: ApiDocument;
  tables?: Record<string, TableShape>;
  payload?: '1.0' | '2.0';
  checkedSchemes?: readonly string[];
}

const folderOf = (entry: string): string => join(dirname(entry), 'generated');

/** The generated module, relative to the project: `src/generated/contract.js`. */
export function generatedModule(entry: string): string {
  return join(folderOf(entry), isPython(entry) ? 'contract.py' : 'contract.js');
}

/** Whether apikit writes the file, whose path is relative to the project. */
export function isGenerated(entry: string, path: string): boolean {
  return dirname(path) === folderOf(entry);
}

const isPython = (entry: string): boolean => entry.endsWith('.py');

/**
 * Writes the files of `generated/` that differ from the contract and the project, and returns their paths. It generates
 * nothing for Python handlers without the layout of the templates.
 *
 * @throws ApikitError `InvalidSchema`
 */
export async function writeContract(
  { root, entry, contract, tables = {}, payload = '1.0', checkedSchemes = [] }: ContractTarget,
  generate: typeof generateContract = generateContract,
): Promise<{ written: string[]; wiring: Wiring }> {
  const project = { tables, payload, checkedSchemes, files: await sourceFiles(root, entry) };
  const { files, wiring } = await filesOf(entry, contract, project, generate);
  const written = await Promise.all(files.map(({ path, contents }) => refresh(root, path, contents)));
  return { written: written.flat(), wiring };
}

interface GeneratedFile {
  /** The path relative to the project. */
  path: string;
  contents: string;
}

async function filesOf(
  entry: string,
  contract: ApiDocument,
  project: ProjectShape,
  generate: typeof generateContract,
): Promise<{ files: GeneratedFile[]; wiring: Wiring }> {
  const at = (name: string) => join(folderOf(entry), name);
  if (isPython(entry)) {
    const { files, wiring } = await generatePythonContract(contract, project);
    return { files: files.map(({ name, contents }) => ({ path: at(name), contents })), wiring };
  }
  const { js, dts, wiring } = await generate(contract, project);
  const files = [
    { path: at('contract.js'), contents: js },
    { path: at('contract.d.ts'), contents: dts },
  ];
  return { files, wiring };
}

/** Does the same for a project in memory: `files` are the paths of its files. */
export async function generatedFrom(
  target: Omit<ContractTarget, 'root'> & { files: readonly string[] },
): Promise<GeneratedFile[]> {
  const { entry, contract, tables = {}, payload = '1.0' } = target;
  const folder = `${dirname(entry)}/`;
  const files = target.files.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  return (await filesOf(entry, contract, { tables, payload, files }, generateContract)).files;
}

/** The folders that are searched by convention. */
const FOLDERS = ['', 'api', 'authorizers', 'crud', 'operations'];

/** Returns the files of these folders, sorted, relative to the folder of the entry, with forward slashes. */
async function sourceFiles(root: string, entry: string): Promise<string[]> {
  const found = FOLDERS.map(async (folder) => {
    const place = join(root, dirname(entry), folder);
    const entries = (await readdir(place, { withFileTypes: true }).catch(nothingThere)) ?? [];
    return entries.filter((each) => each.isFile()).map((each) => join(folder, each.name).split(sep).join('/'));
  });
  return (await Promise.all(found)).flat().sort();
}

async function refresh(root: string, path: string, contents: string): Promise<string[]> {
  const file = join(root, path);
  refuseLinks(root, file);
  if ((await readFile(file, 'utf8').catch(nothingThere)) === contents) return [];
  await replaceFile(file, contents);
  return [path];
}
