/** Explains errors of the file system to the user. Code that expects such an error checks its code instead. */
import { ApikitError } from '../errors.ts';

/** The reason and the remedy for each error code. */
const REASONS: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  EACCES: ['permission denied', 'Make it accessible to you'],
  EPERM: ['not permitted', 'Make it accessible to you'],
  EROFS: ['the file system is read-only', 'Use a folder that can be written to'],
  ENOSPC: ['the disk is full', 'Make room on the disk'],
  EDQUOT: ['the disk quota is used up', 'Make room on the disk'],
  EMFILE: ['too many files are open', 'Raise the limit with ulimit -n'],
  ENOTDIR: ['a file is in the place of a folder', 'Move the file away or give it another name'],
  EISDIR: ['a folder is in the place of a file', 'Move the folder away or give it another name'],
  EEXIST: ['something with that name already exists', 'Move it away or give it another name'],
  ENAMETOOLONG: ['the name is too long', 'Use a shorter name'],
  ELOOP: [
    'it is a symbolic link where apikit allows none, or its links form a loop',
    'Remove the link, or replace it with the file or folder that it points to',
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

/** Returns `undefined` if the error is not from the file system, or if the user cannot do anything about it. */
export function fileRefusal(error: unknown): { reason: string; remedy: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const [reason, remedy] = REASONS[code] ?? [];
  if (reason === undefined || remedy === undefined || syscall === undefined) return undefined;
  return { reason: `${reason} (${code})`, remedy };
}

/** Returns the same explanation as an `ApikitError`. */
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
