/** Recognises handlers that Lambda refuses to start from Node.js 24 on: those that declare a callback. Pure. */

/**
 * The first runtime without callbacks (docs/aws/lambda.md): `Runtime.CallbackHandlerDeprecated`, a 502 for every
 * request.
 */
const FIRST_WITHOUT = 24;

/**
 * Looks for three plain parameters in a bundle that esbuild has minified, where types, comments and spaces are gone. A
 * handler that is put together at run time is not seen.
 */
export function declaresCallback(bundle: string, runtime: string): boolean {
  if (Number(/\d+/.exec(runtime)?.[0]) < FIRST_WITHOUT) return false;
  const name = /export\{(?:.*,)?([\w$]+) as handler\b/.exec(bundle)?.[1]?.replaceAll('$', '\\$');
  const parameters = '\\([\\w$]+,[\\w$]+,[\\w$]+\\)';
  // The bundler's own call that keeps a function's name may stand around it.
  const forms = [
    `\\b${name}=([\\w$]+\\()?(async ?)?(function ?[\\w$]*)?${parameters}`,
    `\\bfunction ${name}${parameters}`,
  ];
  return name !== undefined && new RegExp(forms.join('|')).test(bundle);
}
