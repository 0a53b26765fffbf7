/** `--output github`: annotations for the files of a pull request, and a summary of the job (docs/pipelines.md). */
import { appendFile } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Problem, ProblemsError } from '../../../config/problem.ts';
import type { Option } from '../../../flags/option.ts';
import { code } from '../../../text/markdown-code.ts';
import { type Annotation, annotationLine } from '../../../ui/github-annotations.ts';
import type { Io } from '../../../ui/io.ts';
import { list } from '../../../ui/markdown.ts';
import { writeCommand } from '../../../ui/safe-output.ts';

export const GITHUB_OPTION = {
  flags: '--output <form>',
  description: 'print the problems as annotations of a job of GitHub Actions, and add them to its summary',
  choices: ['github'],
} as const satisfies Option;

/** Returns the annotations of problems whose files are relative to `folder`. Hints that need no action have none. */
export function problemAnnotations(problems: readonly Problem[], folder: string, io: Io): Annotation[] {
  return problems
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, message, fix, file, line, column, rule }) => ({
      severity,
      message: `${message} ${fix}`.trimEnd(),
      file: inRepository(resolve(folder, file), io),
      line,
      column,
      title: rule ?? 'apikit',
    }));
}

/** GitHub finds a file by its path in the repository, and the command may run in a folder of it. */
function inRepository(file: string, { env, cwd }: Io): string {
  const path = relative(env.GITHUB_WORKSPACE || cwd, file);
  return isAbsolute(path) || path.startsWith(`..${sep}`) ? file : path.replaceAll(sep, '/');
}

export const annotationLines = (annotations: readonly Annotation[]): string[] => annotations.map(annotationLine);

/** Adds lines of Markdown to the summary of the job. Outside of a job, there is none. */
export async function addToSummary(lines: readonly string[], { env }: Io): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY;
  if (file) await appendFile(file, `${lines.join('\n')}\n\n`);
}

export function problemsSummary(title: string, annotations: readonly Annotation[]): string[] {
  if (annotations.length === 0) return [`### ${title}`, '', 'No problems.'];
  const items = annotations.map(({ severity, message, file, line, title: rule }) => {
    const place = file === undefined ? code(rule ?? '') : code(line === undefined ? file : `${file}:${line}`);
    return `${severity}: ${place} ${code(message)}`;
  });
  return [`### ${title}`, '', ...list(items)];
}

/** Runs a check whose problems are thrown, and shows them before the error ends the command. */
export async function annotatingProblems<T>(folder: () => Promise<string>, io: Io, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemsError)) throw error;
    const annotations = problemAnnotations(error.problems, await folder(), io);
    for (const line of annotationLines(annotations)) writeCommand(io.stdout, line);
    await addToSummary(problemsSummary('apikit validate', annotations), io);
    throw error;
  }
}
