/** What the operating system refused, in words for the user. Decides nothing: callers that expect such an error look at its code. */
import { ApikitError } from './errors.ts';

/** Why it was refused, and what helps. */
const REASONS: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  EACCES: ['permission denied', 'Make it accessible to you'],
  EPERM: ['not permitted', 'Make it accessible to you'],
  EROFS: ['the file system is read-only', 'Use a folder that can be written to'],
  ENOSPC: ['the disk is full', 'Make room on the disk'],
  EDQUOT: ['the disk quota is used up', 'Make room on the disk'],
  EMFILE: ['too many files are open', 'Raise the limit with ulimit -n'],
  ENOTDIR: ['a file is in the place of a folder', 'Move the file away or give it another name'],
  EISDIR: ['a folder is in the place of a file', 'Move the folder away or give it another name'],
  EEXIST: ['something of that name is there already', 'Move it away or give it another name'],
  ENAMETOOLONG: ['the name is too long', 'Use a shorter name'],
  ELOOP: [
    'it is a symbolic link where none may be, or its links lead in a circle',
    'Remove the link, or put in its place what it leads to',
  ],
};

const READING = new Set([
  'access',
  'lstat',
  'open',
  'opendir',
  'read',
  'readdir',
  'readlink',
  'realpath',
  'scandir',
  'stat',
]);

/** `undefined` when it was not the file system, or for a reason that no user can do anything about. */
export function fileRefusal(error: unknown): { reason: string; remedy: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const [reason, remedy] = REASONS[code] ?? [];
  if (reason === undefined || remedy === undefined || syscall === undefined) return undefined;
  return { reason: `${reason} (${code})`, remedy };
}

/** The same as an error of apikit's own. */
export function explainFileError(error: unknown): ApikitError | undefined {
  const refusal = fileRefusal(error);
  if (!refusal) return undefined;
  const { path, syscall = '' } = error as NodeJS.ErrnoException;
  if (syscall === 'listen') return portRefused(error as Error, refusal.reason);
  const verb = READING.has(syscall) ? 'used' : 'written';
  return new ApikitError('FileRefused', `${path ?? 'The output'} cannot be ${verb}: ${refusal.reason}.`, {
    hint: `${refusal.remedy}, and run the command again.`,
    cause: error,
  });
}

function portRefused(error: Error, reason: string): ApikitError {
  const { port } = error as Error & { port?: number };
  return new ApikitError('PortRefused', `Port ${port} cannot be used: ${reason}.`, {
    hint: 'Choose another with --port, or leave it out to take the next free one.',
    cause: error,
  });
}
