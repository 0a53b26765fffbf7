/** The document of an `apikit openapi` command. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { LOCAL_STAGE, type StageConfig } from '../../../config/config.ts';
import type { Context } from '../../../context.ts';
import type { ForeignDocument } from '../../../contract/import/read-foreign.ts';
import { openBelow } from '../../../contract/read/open-file.ts';
import { usageError } from '../../../errors.ts';
import { referenceRoot } from './reference-root.ts';

/**
 * The stage of `--stage`, or the stage `local`, which every project has: most projects have one contract for all
 * stages.
 */
export async function contractStage(context: Context): Promise<StageConfig> {
  const { stage = context.io.env.APIKIT_STAGE } = context.flags;
  return (await context.project()).stage(stage || LOCAL_STAGE);
}

/**
 * The absolute path of the named file, or of the project's contract. A URL is not fetched, because a build must not
 * depend on what a server returns today.
 */
export async function documentFile(given: string | undefined, context: Context): Promise<string> {
  if (given !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(given))
    throw usageError(`${given} is a URL; apikit reads only files.`, `Fetch it first: curl -fsSLO ${given}`);
  const file = given === undefined ? (await contractStage(context)).contract : resolve(context.io.cwd, given);
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return file;
  throw usageError(
    found ? `${file} is a folder.` : `There is no file ${file}.`,
    given === undefined
      ? 'Write the contract there, or correct contract: in apikit.yaml.'
      : 'Name an OpenAPI document.',
  );
}

/**
 * Opens a named document, or a document from a pipe: `-`, `/dev/stdin`, `<(…)`. A piped document resolves its
 * references in the user's folder.
 */
export async function openDocument(
  given: string | undefined,
  root: string | undefined,
  context: Context,
): Promise<ForeignDocument & { label: string }> {
  const { io } = context;
  const piped = given === '-' ? await textOfStdin(io.stdin) : await textOfPipe(given, io.cwd);
  const file =
    piped === undefined
      ? await realpath(await documentFile(given, context))
      : join(await realpath(io.cwd), 'stdin.yaml');
  const border = await referenceRoot(dirname(file), root, context);
  const text = piped ?? (await readFile(file, 'utf8'));
  const cwd = await realpath(io.cwd);
  const shown = (name: string) => {
    const path = join(border, name);
    if (piped !== undefined && path === file) return 'stdin';
    const from = relative(cwd, path);
    // A path far away on the disk is clearer as a whole.
    return from.startsWith('..') ? path : from;
  };
  const name = relative(border, file).split(sep).join('/');
  return { text, name, open: openBelow(border), shown, label: piped === undefined ? basename(file) : 'api' };
}

/** Returns `undefined` if the file is not a pipe. */
async function textOfPipe(given: string | undefined, cwd: string): Promise<string | undefined> {
  if (given === undefined || /^[a-z][a-z0-9+.-]+:\/\//i.test(given)) return undefined;
  const path = resolve(cwd, given);
  const found = await stat(path).catch(() => undefined);
  const isPipe =
    found?.isFIFO() || found?.isCharacterDevice() || found?.isSocket() || /^\/dev\/(stdin|fd\/\d+)$/.test(path);
  return isPipe ? await readFile(path, 'utf8') : undefined;
}

async function textOfStdin(stdin: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
