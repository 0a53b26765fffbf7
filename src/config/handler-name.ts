/**
 * `function.handler`: the file and the export of a handler in AWS's form. Lambda's own runtimes read it like this: the
 * part before the first dot of the file's name is the module, and the rest is its export
 * (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client, src/UserFunction.js; Python's splits at the last
 * dot, https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html). A name with one dot means the same to both. A
 * name with more dots is for Python, whose runtime accepts both dots and slashes between folders: `app.main.handler`.
 */

export const HANDLER_PATTERN = '^([^\\s/][^\\s]*/)?[^\\s./]+(\\.[A-Za-z_$][A-Za-z0-9_$]*)+$';

/** The extensions of a module's file, in the order of the search. */
const ENDINGS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.py'];

export interface HandlerName {
  /** The path of the file without its extension: `src/lambda_function`. */
  readonly module: string;
  /** For example `lambda_handler`. */
  readonly exportName: string;
}

/** Expects a `handler` that matches `HANDLER_PATTERN`. */
export function parseHandler(handler: string): HandlerName {
  const dot = handler.lastIndexOf('.');
  return { module: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

/**
 * Returns the module's file, or `undefined` if there is none. `isFile` says whether a path relative to the project is a
 * file.
 */
export function entryOfModule(module: string, isFile: (path: string) => boolean): string | undefined {
  return [...ENDINGS.map((ending) => module + ending), `${module.replaceAll('.', '/')}.py`].find(isFile);
}
