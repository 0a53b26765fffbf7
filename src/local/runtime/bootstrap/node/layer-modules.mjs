/**
 * Finds the packages that ES modules import in the layers of the function, as Lambda does with `NODE_PATH`. Node.js
 * itself reads this variable only for `require`.
 */
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folders = (process.env.NODE_PATH ?? '').split(delimiter).filter((folder) => folder !== '');

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND' || /^(?:[./]|[a-z]+:)/.test(specifier)) throw error;
    for (const folder of folders) {
      const found = await inFolder(folder, specifier, context, next);
      if (found) return found;
    }
    throw error;
  }
}

/** Resolves from a file beside the folder, which does not have to exist. */
async function inFolder(folder, specifier, context, next) {
  try {
    return await next(specifier, { ...context, parentURL: pathToFileURL(join(folder, '..', 'index.mjs')).href });
  } catch (error) {
    if (error?.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
