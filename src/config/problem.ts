/**
 * A problem in a user's file, with its place: the same type for `apikit.yaml` and `openapi.yaml`. Data and text only.
 */
import { ApikitError, EXIT } from '../errors.ts';

/** The keys and indexes from the root of a document. */
export type Path = readonly (string | number)[];

export interface Problem {
  /** The name relative to the project's folder. */
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1. */
  readonly column: number;
  /** A JSON pointer into the document; empty for the whole document. */
  readonly path: string;
  /** The problem itself. */
  readonly message: string;
  /** The correction. */
  readonly fix: string;
  /** Warnings stop nothing. `info` is shown only on request. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The ID of the rule that found it, for problems of a contract (docs/lint-rules.md). */
  readonly rule?: string;
}

/** Returns a JSON pointer (RFC 6901). */
export function pointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** For example `apikit.yaml:12:3 function.memory is 64; AWS allows 128 to 10240. Use a number in that range.` */
export function renderProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.message} ${problem.fix}`.trimEnd();
}

/** An `ApikitError` that also contains its problems one by one, for `--json`. */
export class ProblemsError extends ApikitError {
  readonly problems: readonly Problem[];

  /**
   * Expects the file's name in `subject`. Warnings in `problems` are included but not counted; notes (`info`) are left
   * out.
   */
  constructor(code: 'InvalidConfig' | 'InvalidContract', subject: string, problems: readonly Problem[], hint: string) {
    const errors = problems.filter((problem) => problem.severity === 'error');
    const count = errors.length === 1 ? 'one problem' : `${errors.length} problems`;
    const lines = errors.map((problem) => `  ${renderProblem(problem)}`);
    super(code, [`${subject} has ${count}:`, ...lines].join('\n'), { exitCode: EXIT.usage, hint });
    this.problems = problems.filter(({ severity }) => severity !== 'info');
  }
}

/** Sorts problems by file and line. The same problem of two stages at one place appears once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(
    problems.map((problem) => [`${problem.file}\n${problem.path}\n${problem.line}\n${problem.message}`, problem]),
  );
  const order = (a: Problem, b: Problem) => (a.file < b.file ? -1 : Number(a.file > b.file));
  return [...unique.values()].sort((a, b) => order(a, b) || a.line - b.line || a.column - b.column);
}
