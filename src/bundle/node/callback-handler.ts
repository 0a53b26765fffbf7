/**
 * Recognises what Lambda has no more from Node.js 24 on: handlers that declare a callback, and the methods of the context
 * that answered before there were callbacks. Pure.
 */

/**
 * The first runtime without callbacks (docs/aws/lambda.md): `Runtime.CallbackHandlerDeprecated`, a 502 for every
 * request.
 */
const FIRST_WITHOUT = 24;

export function takesCallbacks(runtime: string): boolean {
  return Number(/\d+/.exec(runtime)?.[0]) < FIRST_WITHOUT;
}

/** A handler that declares this many parameters takes a callback. */
export const WITH_CALLBACK = 3;

/**
 * Looks for three plain parameters in a bundle that esbuild has minified, where types, comments and spaces are gone. A
 * handler that is put together at run time is not seen; the start before a deploy counts its parameters.
 */
export function declaresCallback(bundle: string, runtime: string): boolean {
  if (takesCallbacks(runtime)) return false;
  const name = /export\{(?:.*,)?([\w$]+) as handler\b/.exec(bundle)?.[1]?.replaceAll('$', '\\$');
  const parameters = '\\([\\w$]+,[\\w$]+,[\\w$]+\\)';
  // The bundler's own call that keeps a function's name may stand around it.
  const forms = [
    `\\b${name}=([\\w$]+\\()?(async ?)?(function ?[\\w$]*)?${parameters}`,
    `\\bfunction ${name}${parameters}`,
  ];
  return name !== undefined && new RegExp(forms.join('|')).test(bundle);
}

/** Beginnings of lines are looked at, so that what is commented out does not count. */
const METHOD = /^(?!\s*(?:\/\/|\/?\*)).*?\b(?:context|ctx)\.(succeed|fail|done)\s*\(/;

/** Three arguments, of which none is a call, and a fourth that says the same. */
const PROXY = /\bproxy\s*\((?:\s*[^(),\s][^(),]*,){2}\s*[^(),\s][^(),]*(?:,\s*(['"])CONTEXT_SUCCEED\1\s*)?,?\s*\)/g;

/** `src/lambda.js:4` where `aws-serverless-express` is called in the mode in which the context answers, its own default. */
export function proxyAnsweringByContext(texts: Readonly<Record<string, string>>, runtime: string): string | undefined {
  if (takesCallbacks(runtime)) return undefined;
  for (const [path, text] of Object.entries(texts)) {
    if (!/(['"])aws-serverless-express\1/.test(text)) continue;
    for (const { index } of text.matchAll(PROXY)) {
      const before = text.slice(0, index).split('\n');
      if (!/^\s*(?:\/\/|\/?\*)/.test(before.at(-1) ?? '')) return `${path}:${before.length}`;
    }
  }
  return undefined;
}

/** A warning for each module that calls a method of the context which the runtime's context has not. */
export function missingContextMethods(texts: Readonly<Record<string, string>>, runtime: string): string[] {
  if (takesCallbacks(runtime)) return [];
  return Object.entries(texts).flatMap(([path, text]) => {
    const lines = text.split('\n');
    const index = lines.findIndex((line) => METHOD.test(line));
    if (index === -1) return [];
    const method = METHOD.exec(lines[index]!)?.[1];
    return [
      `${path}:${index + 1} calls context.${method}, which the context of ${runtime} does not have: a request that gets there fails. Let an async handler return the response.`,
    ];
  });
}
