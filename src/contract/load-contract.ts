/**
 * Reads `openapi.yaml` (or .json) and the files that it refers to, and checks them. All problems are reported at once.
 */
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { ProblemsError } from '../config/problem.ts';
import { ApikitError, EXIT } from '../errors.ts';
import { lint } from './check/lint.ts';
import { apiDocument } from './model/api-document.ts';
import type { Contract, LocatedContract } from './model/contract.ts';
import { type Json, objectOf, textOf } from './model/json.ts';
import { type OpenFile, openNothing, openOfProject } from './read/open-file.ts';
import { readContract } from './read/read-contract.ts';

/**
 * Reads and checks the contract `file`, an absolute path. Problems name it relative to `root`. `parse` does the same as
 * `parseContract`. Throws `ApikitError`: NoContract, or InvalidContract (a `ProblemsError`).
 */
export async function loadContract(
  file: string,
  root: string,
  parse: (text: string, file: string, open: OpenFile) => LocatedContract | Promise<LocatedContract> = parseContract,
): Promise<LocatedContract> {
  const name = relative(root, file).split(sep).join('/');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`;
    throw new ApikitError('NoContract', `The contract ${name} ${why}.`, {
      exitCode: EXIT.usage,
      hint: 'Write the OpenAPI document there, or correct contract: in apikit.yaml.',
      cause,
    });
  });
  return await parse(text, name, await openOfProject(root));
}

/** Does the same with a text. `open` reads the files that it refers to. Throws InvalidContract. */
export function parseContract(text: string, file: string, open: OpenFile = openNothing): LocatedContract {
  const read = readContract(text, file, open);
  const problems = lint(read);
  if (read.document === undefined || problems.some((problem) => problem.severity === 'error')) {
    throw new ProblemsError('InvalidContract', file, problems, `Correct ${file}. Nothing was sent to AWS.`);
  }
  return {
    ...passedContract(read.document, file),
    files: read.files,
    warnings: problems.filter(({ severity }) => severity === 'warning'),
    notes: problems.filter(({ severity }) => severity === 'info'),
    problem: read.problem,
  };
}

/** Returns the contract of a normalised document that the lint has already accepted. */
export function passedContract(document: Json, file: string): Contract {
  const info = objectOf(document.info);
  const description = textOf(info.description);
  return {
    ...apiDocument(document),
    file,
    files: [file],
    version: textOf(info.version) ?? String(info.version ?? '1'),
    ...(description !== undefined && { description }),
    warnings: [],
    notes: [],
  };
}
