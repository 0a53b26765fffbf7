/**
 * `function.handler`: the file and the export of a handler as AWS writes them. Lambda's own runtimes read the name so: the
 * part before the first dot of the file's name is the module, the rest is what it exports
 * (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client, src/UserFunction.js; Python's divides at the last dot,
 * https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html). A name with one dot means the same to both; one with more
 * is Python's, whose runtime takes dots and slashes alike between folders: `app.main.handler`.
 */

export const HANDLER_PATTERN = '^([^\\s/][^\\s]*/)?[^\\s./]+(\\.[A-Za-z_$][A-Za-z0-9_$]*)+$';

/** What the file of a module can end in, in the order in which they are looked for. */
const ENDINGS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.py'];

export interface HandlerName {
  /** The path of the file without its ending: `src/lambda_function`. */
  readonly module: string;
  /** `lambda_handler` */
  readonly exportName: string;
}

/** `handler` must fit `HANDLER_PATTERN`. */
export function parseHandler(handler: string): HandlerName {
  const dot = handler.lastIndexOf('.');
  return { module: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

/** The module's file; `isFile` says whether a path relative to the project is one. `undefined`: there is none. */
export function entryOfModule(module: string, isFile: (path: string) => boolean): string | undefined {
  return [...ENDINGS.map((ending) => module + ending), `${module.replaceAll('.', '/')}.py`].find(isFile);
}
