/** `apikit openapi lint`: what API Gateway would refuse, drop or misread of a document, any document. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type Problem, renderProblem } from '../config/problem.ts';
import { EXIT } from '../errors.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './command.ts';
import { documentFile } from './openapi-file.ts';

interface Answers {
  /** Absolute. */
  file: string;
  strict: boolean;
}

interface Linted {
  file: string;
  operations: number;
  problems: Problem[];
}

export const openapiLint = defineCommand<Answers, Linted & { strict: boolean }>({
  arguments: [{ name: '[file]', description: "an OpenAPI document (default: the project's contract)" }],
  options: [{ flags: '--strict', description: 'warnings fail too' }],
  examples: ['apikit openapi lint', 'apikit openapi lint petstore.json --strict', 'apikit openapi lint --json'],
  async ask({ args, flags }, context) {
    const file = await documentFile(args[0], context);
    return { file, strict: flags.strict === true };
  },

  async execute({ file, strict }, { io }) {
    const [{ lint }, { operationsOf }, { openBelow }, { readContract }] = await Promise.all([
      import('../contract/lint.ts'),
      import('../contract/operations.ts'),
      import('../contract/read/open-file.ts'),
      import('../contract/read/read-contract.ts'),
    ]);
    const text = await readFile(file, 'utf8');
    const read = readContract(text, basename(file), openBelow(dirname(file)));
    const folder = relative(io.cwd, dirname(file));
    // Another corner of the disk is clearer by its whole path.
    const named = (name: string) => join(folder.startsWith('..') ? dirname(file) : folder, name);
    return {
      file: named(basename(file)),
      operations: read.document ? operationsOf(read.document).length : 0,
      problems: lint(read).map((problem) => ({ ...problem, file: named(problem.file) })),
      strict,
    };
  },

  render: ({ file, operations, problems, strict }, theme) => {
    const paint = { error: theme.bad, warning: theme.warn, info: theme.dim };
    const count = (severity: Problem['severity']) => problems.filter((problem) => problem.severity === severity).length;
    const counts = `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${plural(count('info'), 'note')}`;
    const sign = fails(problems, strict) ? theme.bad(SYMBOL.failed) : theme.good(SYMBOL.done);
    return {
      data: [
        ...problems.map(
          (problem) =>
            `${paint[problem.severity](problem.severity)} ${renderProblem(problem)} ${theme.dim(`[${problem.rule}]`)}`,
        ),
        `${sign} ${file}: ${plural(operations, 'operation')}, ${counts}`,
      ],
    };
  },
  json: ({ file, operations, problems }) => ({ file, operations, problems }),
  exitCode: ({ problems, strict }) => (fails(problems, strict) ? EXIT.usage : EXIT.done),
});

function fails(problems: readonly Problem[], strict: boolean): boolean {
  return problems.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
