/** `apikit openapi lint`: finds what API Gateway would reject, drop or misread in any OpenAPI document. */
import { type Problem, renderProblem } from '../../config/problem.ts';
import type { ForeignDocument } from '../../contract/import/read-foreign.ts';
import { EXIT } from '../../errors.ts';
import { counted } from '../../text/counted.ts';
import type { Annotation } from '../../ui/github-annotations.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import {
  addToSummary,
  annotationLines,
  GITHUB_OPTION,
  problemAnnotations,
  problemsSummary,
} from '../parts/github/github-output.ts';
import { openDocument } from '../parts/openapi/openapi-file.ts';
import { ROOT_OPTION } from '../parts/openapi/reference-root.ts';
import { outputForm } from '../parts/output-form.ts';

interface Answers {
  source: ForeignDocument;
  strict: boolean;
  github: boolean;
}

interface Linted {
  file: string;
  operations: number;
  problems: Problem[];
  /** All files that were read. */
  files: string[];
  strict: boolean;
  /** The annotations of a job of GitHub; `undefined` without `--output github`. */
  annotations: readonly Annotation[] | undefined;
}

export const openapiLint = defineCommand({
  arguments: [{ name: '[file]', description: "an OpenAPI document, or - for stdin (default: the project's contract)" }],
  options: [{ flags: '--strict', description: 'fail on warnings too' }, ROOT_OPTION, GITHUB_OPTION],
  examples: [
    'apikit openapi lint',
    'apikit openapi lint petstore.json --strict',
    'apikit openapi lint services/orders/openapi.yaml --root .',
    'apikit openapi lint --json',
  ],
  async ask({ args: [file], flags }, context): Promise<Answers> {
    const github = outputForm(flags) === 'github';
    return { source: await openDocument(file, flags.root, context), strict: flags.strict, github };
  },

  async execute({ source, strict, github }, { io }): Promise<Linted> {
    const [{ lint }, { operationsOf }, { readContract }] = await Promise.all([
      import('../../contract/check/lint.ts'),
      import('../../contract/model/operations.ts'),
      import('../../contract/read/read-contract.ts'),
    ]);
    const read = readContract(source.text, source.name, source.open);
    const problems = lint(read).map((problem) => ({ ...problem, file: source.shown(problem.file) }));
    return {
      file: source.shown(source.name),
      operations: read.document ? operationsOf(read.document).length : 0,
      problems,
      files: read.files.map(source.shown),
      strict,
      annotations: github ? problemAnnotations(problems, io.cwd, io) : undefined,
    };
  },

  render: ({ file, operations, problems, files, strict, annotations }, theme) => {
    const paint = { error: theme.bad, warning: theme.warn, info: theme.dim };
    const count = (severity: Problem['severity']) => problems.filter((problem) => problem.severity === severity).length;
    const counts = `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}, ${counted(count('info'), 'note')}`;
    const sign = fails(problems, strict) ? theme.bad(SYMBOL.failed) : theme.good(SYMBOL.done);
    const result = `${sign} ${file}: ${counted(operations, 'operation')}, ${counts}`;
    if (annotations) return { annotations: annotationLines(annotations), data: [result] };
    return {
      data: [
        ...problems.map(
          (problem) =>
            `${paint[problem.severity](problem.severity)} ${renderProblem(problem)} ${theme.dim(`[${problem.rule}]`)}`,
        ),
        ...(files.length > 1 ? [theme.dim(`Read: ${files.join(', ')}`)] : []),
        result,
      ],
    };
  },
  json: ({ file, operations, problems, files }) => ({ file, operations, problems, files }),
  async afterwards({ file, annotations }, _answers, { io }) {
    if (annotations) await addToSummary(problemsSummary(`apikit openapi lint: ${file}`, annotations), io);
  },
  exitCode: ({ problems, strict }) => (fails(problems, strict) ? EXIT.usage : EXIT.done),
});

function fails(problems: readonly Problem[], strict: boolean): boolean {
  return problems.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
}
