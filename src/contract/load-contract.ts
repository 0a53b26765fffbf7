/** `openapi.yaml` (or .json) → `Contract`: read, checked, and every problem said at once. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Problem, ProblemsError } from '../config/problem.ts';
import { parseSource } from '../config/source.ts';
import { ApikitError, EXIT } from '../errors.ts';
import { type Json, objectOf, textOf } from './json.ts';
import { lint } from './lint.ts';
import { type Operation, operationsOf } from './operations.ts';

/** A contract that the lint has passed. Plain data. */
export interface Contract {
  /** Relative to the project's folder. */
  readonly file: string;
  /** As it was written. */
  readonly document: Json;
  readonly version: string;
  readonly description?: string;
  readonly operations: readonly Operation[];
  /** What API Gateway will not do as the contract says. */
  readonly warnings: readonly Problem[];
}

/** What PutRestApi takes (aws-facts §1). */
export const MAX_DEFINITION_BYTES = 6 * 1024 * 1024;

/**
 * Reads and checks the contract `file`, an absolute path; problems name it relative to `root`.
 * Throws `ApikitError`: NoContract, or InvalidContract (a `ProblemsError`).
 */
export async function loadContract(file: string, root: string): Promise<Contract> {
  const name = relative(root, file);
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code})`;
    throw new ApikitError('NoContract', `The contract ${name} ${why}.`, {
      exitCode: EXIT.usage,
      hint: 'Write the OpenAPI document there, or correct contract: in apikit.yaml.',
      cause,
    });
  });
  return parseContract(text, name);
}

/** The same from text; throws InvalidContract. */
export function parseContract(text: string, file: string): Contract {
  const source = parseSource(text, file);
  const problems = lint(source);
  const size = Buffer.byteLength(text);
  if (size > MAX_DEFINITION_BYTES) {
    problems.push(source.problem([], `The file is ${size} bytes; API Gateway takes 6 MB.`, 'Split the API.'));
  }
  if (problems.some((problem) => problem.severity === 'error')) {
    throw new ProblemsError('InvalidContract', file, problems, `Correct ${file}; nothing was sent to AWS.`);
  }
  const document = objectOf(source.data);
  const info = objectOf(document.info);
  const description = textOf(info.description);
  return {
    file,
    document,
    version: textOf(info.version) ?? String(info.version ?? '1'),
    ...(description !== undefined && { description }),
    operations: operationsOf(document),
    warnings: problems,
  };
}
