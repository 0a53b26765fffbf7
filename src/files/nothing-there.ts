/** Handles the error of a file that does not exist: `stat(path).catch(nothingThere)` gives `undefined`. */
export function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
