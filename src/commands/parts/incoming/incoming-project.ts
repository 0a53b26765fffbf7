/** Makes a project of a contract and code of others, for `adopt` and `import`. */
import { relative } from 'node:path';
import { renderProblem } from '../../../config/problem.ts';
import type { Context } from '../../../context.ts';
import type { Foreign } from '../../../contract/import/read-foreign.ts';
import type { Decision } from '../../../contract/import/settle.ts';
import { usageError } from '../../../errors.ts';
import type { Finding } from '../../../incoming/finding.ts';
import type { ProjectFile } from '../../../templates/project-folder.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { authorizersOf } from '../openapi/authorizers-of.ts';

/** A project that is not written yet. */
export interface IncomingProject {
  /** An absolute path. */
  readonly folder: string;
  readonly foreign: Foreign;
  readonly files: readonly ProjectFile[];
  readonly findings: readonly Finding[];
  readonly installs: boolean;
}

export interface WrittenProject {
  /** An absolute path. */
  readonly dir: string;
  /** Relative to the user's folder; empty for that folder itself. */
  readonly shown: string;
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  readonly decisions: readonly Decision[];
  /** The security schemes that still need an authorizer. */
  readonly authorizers: readonly string[];
  readonly installs: boolean;
}

/** Throws a usage error. */
export async function requireEmpty(folder: string): Promise<void> {
  const { isEmpty } = await import('../../../templates/project-folder.ts');
  if (!(await isEmpty(folder))) throw usageError(`${folder} is not empty.`, 'Name a new folder.');
}

/** Reads a document that the program has made as the contract. It refers to no other files. */
export async function readMade(document: unknown, name: string, shown: string): Promise<Foreign> {
  const [{ readForeign }, { openNothing }] = await Promise.all([
    import('../../../contract/import/read-foreign.ts'),
    import('../../../contract/read/open-file.ts'),
  ]);
  const text = JSON.stringify(document, undefined, 2);
  return readForeign({ text, name, open: openNothing, shown: () => shown });
}

export async function writeIncoming(
  { folder, foreign, files, findings, installs }: IncomingProject,
  { io, report }: Context,
): Promise<WrittenProject> {
  const { writeProject } = await import('../../../templates/project-folder.ts');
  for (const warning of foreign.warnings) report.warn(renderProblem(warning));
  await writeProject(folder, files, io.signal);
  return {
    dir: folder,
    shown: relative(io.cwd, folder),
    files: files.map(({ path }) => path),
    findings,
    notes: foreign.notes,
    decisions: foreign.decisions,
    authorizers: authorizersOf(foreign).filter((scheme) => !hasAuthorizer(files, scheme)),
    installs,
  };
}

const hasAuthorizer = (files: readonly ProjectFile[], scheme: string): boolean =>
  files.some(({ path }) => `/${path}`.replace(/\.(?:[cm]?[jt]s|py)$/, '').endsWith(`/authorizers/${scheme}`));

/** The commands that make the new project complete. */
export const firstCommands = ({ shown, installs, authorizers }: WrittenProject): string[] => [
  ...(shown === '' ? [] : [`cd ${shellWord(shown)}`]),
  ...(installs ? ['npm install'] : []),
  ...authorizers.map((name) => `apikit add authorizer ${name}`),
  'apikit validate',
];
