/** Finds the handler that `_HANDLER` names, or throws the same error as AWS's Node.js runtime. */
import { statSync } from 'node:fs';
import Module, { createRequire, register } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './errors.mjs';

/** `callbacksAllowed` is true before Node.js 24. */
export async function loadHandler(root, name, callbacksAllowed) {
  lookNowhereAbove(root);
  if (name.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.';
    throw new RuntimeError('Runtime.MalformedHandlerName', `'${name}' is not a valid handler name. ${advice}`);
  }
  const parts = /^([^.]*)\.(.*)$/.exec(basename(name));
  if (!parts) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const module = await loadModule(root, dirname(name), parts[1]);
  const path = parts[2].split('.');
  const find = (from) => path.reduce((value, key) => value?.[key], from);
  const handler = find(module) ?? find(module.default);
  if (handler === undefined) throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (!callbacksAllowed && handler.length >= 3) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    );
  }
  return handler;
}

/**
 * Folders above the code and its layers belong to this machine. A package that is in neither does not exist on Lambda.
 */
function lookNowhereAbove(root) {
  const layers = process.env._APIKIT_LAYERS;
  const pathsFrom = Module._nodeModulePaths;
  Module._nodeModulePaths = (folder) =>
    pathsFrom(folder).filter((path) => path.startsWith(root) || (layers !== undefined && path.startsWith(layers)));
  if (layers !== undefined) register('./layer-modules.mjs', import.meta.url);
}

async function loadModule(root, folder, name) {
  const path = resolve(root, folder, name);
  try {
    const found = ['', '.js', '.mjs', '.cjs'].map((extension) => path + extension).find(isModule);
    if (found) return await import(pathToFileURL(found).href);
    const require = createRequire(join(root, 'index.js'));
    return require(require.resolve(name, { paths: [root, join(root, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrap('Runtime.UserCodeSyntaxError', error);
    if (error?.code === 'MODULE_NOT_FOUND') throw wrap('Runtime.ImportModuleError', error);
    throw error;
  }
}

const isModule = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
const wrap = (name, error) => Object.assign(new RuntimeError(name, String(error)), { stack: error.stack });
