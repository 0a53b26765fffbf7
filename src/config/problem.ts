/** What is wrong in a user's file and where: the one shape for `apikit.yaml` and `openapi.yaml`. Data and text only. */
import { ApikitError, EXIT } from '../errors.ts';

/** Keys and indexes from the root of a document. */
export type Path = readonly (string | number)[];

export interface Problem {
  /** Relative to the project's folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** JSON pointer into the document; empty for the whole of it. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** Warnings stop nothing; `info` is not even said unless asked for. */
  readonly severity: 'error' | 'warning' | 'info';
  /** Problems of a contract: the id of the rule that found it (docs/lint-rules.md). */
  readonly rule?: string;
}

/** RFC 6901. */
export function pointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** `apikit.yaml:12:3 function.memory is 64; AWS allows 128 to 10240. Use a number in that range.` */
export function renderProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.message} ${problem.fix}`.trimEnd();
}

/** An `ApikitError` that also carries its problems one by one, for `--json`. */
export class ProblemsError extends ApikitError {
  readonly problems: readonly Problem[];

  /** `subject` is the file's name; warnings among `problems` are carried but not counted, notes (`info`) are left out. */
  constructor(code: 'InvalidConfig' | 'InvalidContract', subject: string, problems: readonly Problem[], hint: string) {
    const errors = problems.filter((problem) => problem.severity === 'error');
    const count = errors.length === 1 ? 'one problem' : `${errors.length} problems`;
    const lines = errors.map((problem) => `  ${renderProblem(problem)}`);
    super(code, [`${subject} has ${count}:`, ...lines].join('\n'), { exitCode: EXIT.usage, hint });
    this.problems = problems.filter(({ severity }) => severity !== 'info');
  }
}

/** In the order of the files, then of their lines; the same thing said of two stages at one place is said once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(
    problems.map((problem) => [`${problem.file}\n${problem.path}\n${problem.line}\n${problem.message}`, problem]),
  );
  const order = (a: Problem, b: Problem) => (a.file < b.file ? -1 : Number(a.file > b.file));
  return [...unique.values()].sort((a, b) => order(a, b) || a.line - b.line || a.column - b.column);
}
