/** What the operating system refused, in words for the user. Decides nothing: callers that expect such an error look at its code. */
import { ApikitError } from './errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a file is in the place of a folder',
  EISDIR: 'a folder is in the place of a file',
  EEXIST: 'something of that name is there already',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'it is a symbolic link where none may be, or its links lead in a circle',
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
export function explainFileError(error: unknown): ApikitError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  if (reason === undefined || syscall === undefined) return undefined;
  if (syscall === 'listen') return portRefused(error, code, reason);
  const what = path ?? 'The output';
  const verb = READING.has(syscall) ? 'used' : 'written';
  return new ApikitError('FileRefused', `${what} cannot be ${verb}: ${reason} (${code}).`, {
    hint: 'Make it accessible, or make room for it, and run the command again.',
    cause: error,
  });
}

function portRefused(error: Error, code: string, reason: string): ApikitError {
  const { port } = error as Error & { port?: number };
  return new ApikitError('PortRefused', `Port ${port} cannot be used: ${reason} (${code}).`, {
    hint: 'Choose another with --port, or leave it out to take the next free one.',
    cause: error,
  });
}
