/** Keeps the generated module beside the handler in step with the contract and the project's files. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { replaceFile } from '../replace-file.ts';
import { type GeneratedContract, generateContract } from './generate-contract.ts';
import type { TableShape, Wiring } from './wiring.ts';

export interface ContractTarget {
  /** The project's folder. */
  root: string;
  /** The function's entry, relative to it. */
  entry: string;
  /** The parsed contract. */
  document: unknown;
  tables?: Record<string, TableShape>;
  /** Who may call, by operationId. */
  access?: Readonly<Record<string, object>>;
}

/** Relative to the project: `src/generated/contract.js` and `.d.ts`. */
export function generatedFiles(entry: string): { js: string; dts: string } {
  const folder = join(dirname(entry), 'generated');
  return { js: join(folder, 'contract.js'), dts: join(folder, 'contract.d.ts') };
}

/**
 * Writes `generated/contract.js` and `.d.ts` where they differ from what the contract and the project say, and answers
 * the paths written. Nothing is generated for handlers that are not JavaScript.
 *
 * @throws ApikitError `InvalidSchema`
 */
export async function writeContract(
  { root, entry, document, tables = {}, access = {} }: ContractTarget,
  generate: (...input: Parameters<typeof generateContract>) => Promise<GeneratedContract> = generateContract,
): Promise<{ written: string[]; wiring?: Wiring }> {
  if (entry.endsWith('.py')) return { written: [] };
  const { js, dts, wiring } = await generate(document, { tables, access, files: await sourceFiles(root, entry) });
  const files = generatedFiles(entry);
  const written = await Promise.all([refresh(root, files.js, js), refresh(root, files.dts, dts)]);
  return { written: written.flat(), wiring };
}

/** The same for a project that is only in memory: `files` are the paths of its files. */
export async function generatedFrom(
  target: Omit<ContractTarget, 'root'> & { files: readonly string[] },
): Promise<Array<{ path: string; contents: string }>> {
  const { entry, document, tables = {}, access = {} } = target;
  if (entry.endsWith('.py')) return [];
  const folder = `${dirname(entry)}/`;
  const files = target.files.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  const { js, dts } = await generateContract(document, { tables, access, files });
  const paths = generatedFiles(entry);
  return [
    { path: paths.dts, contents: dts },
    { path: paths.js, contents: js },
  ];
}

/** The folders by whose names things are found. */
const FOLDERS = ['', 'api', 'authorizers', 'crud', 'operations'];

/** The files of those folders, sorted, relative to the folder of the entry, with forward slashes. */
async function sourceFiles(root: string, entry: string): Promise<string[]> {
  const found = FOLDERS.map(async (folder) => {
    const entries = await readdir(join(root, dirname(entry), folder), { withFileTypes: true }).catch(nothingThere);
    return entries.filter((each) => each.isFile()).map((each) => join(folder, each.name).split(sep).join('/'));
  });
  return (await Promise.all(found)).flat().sort();
}

function nothingThere(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}

async function refresh(root: string, path: string, contents: string): Promise<string[]> {
  const file = join(root, path);
  if ((await readIfThere(file)) === contents) return [];
  await replaceFile(file, contents);
  return [path];
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
