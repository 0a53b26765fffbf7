/**
 * An OpenAPI document that somebody else wrote, made ready to be a contract: one file of 3.0 or 3.1, an operationId
 * everywhere, other tools' extensions in apikit's words, and checked.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { stringify } from 'yaml';
import { type Problem, ProblemsError } from '../config/problem.ts';
import type { Json } from '../contract/json.ts';
import { lint } from '../contract/lint.ts';
import { type Operation, operationsOf } from '../contract/operations.ts';
import { openBelow, openNothing } from '../contract/read/open-file.ts';
import { readContract } from '../contract/read/read-contract.ts';
import { adoptExtensions, withOperationIds } from './extensions.ts';

export interface Foreign {
  readonly document: Json;
  readonly operations: readonly Operation[];
  /** As YAML. */
  readonly text: string;
  /** What became of extensions and names, as sentences. */
  readonly notes: readonly string[];
  readonly warnings: readonly Problem[];
}

/**
 * `file`: an absolute path; `taken`: operationIds that are used already. Throws `InvalidContract` with places in the file
 * for what API Gateway would refuse.
 */
export async function readForeign(file: string, taken: ReadonlySet<string> = new Set()): Promise<Foreign> {
  const name = basename(file);
  const read = readContract(await readFile(file, 'utf8'), name, openBelow(dirname(file)));
  const original = lint(read);
  const unreadable = read.document === undefined || read.problems.some(({ severity }) => severity === 'error');
  if (unreadable) throw invalid(name, original);
  const adopted = adoptExtensions(read.document ?? {});
  const named = withOperationIds(adopted.document, taken);
  const text = stringify(
    { ...named.document, openapi: read.version === '3.1' ? '3.1.0' : '3.0.3' },
    { lineWidth: 110, aliasDuplicateObjects: false },
  );
  const again = readContract(text, name, openNothing);
  // Said at the places of the file that the user has.
  const problems = lint(again).map((problem) => original.find((one) => isSame(one, problem)) ?? problem);
  if (again.document === undefined || problems.some(({ severity }) => severity === 'error'))
    throw invalid(name, problems);
  return {
    document: again.document,
    operations: operationsOf(again.document),
    text,
    notes: [...adopted.notes, ...named.notes],
    warnings: problems.filter(({ severity }) => severity === 'warning'),
  };
}

const isSame = (one: Problem, other: Problem) => one.rule === other.rule && one.path === other.path;

function invalid(name: string, problems: readonly Problem[]): ProblemsError {
  return new ProblemsError(
    'InvalidContract',
    name,
    problems,
    `Correct ${name} and import it again; nothing was written.`,
  );
}
