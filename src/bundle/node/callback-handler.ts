/**
 * Recognises code that Lambda no longer supports from Node.js 24 on: handlers with a callback parameter, and the
 * context's older methods for responses. Pure.
 */

/**
 * The first runtime without callbacks (docs/aws/lambda.md): `Runtime.CallbackHandlerDeprecated`, a 502 for every
 * request.
 */
const FIRST_WITHOUT = 24;

export function takesCallbacks(runtime: string): boolean {
  return Number(/\d+/.exec(runtime)?.[0]) < FIRST_WITHOUT;
}

/** A handler with this many parameters takes a callback. */
export const WITH_CALLBACK = 3;

/**
 * Searches a bundle that esbuild has minified for three plain parameters: types, comments and spaces are gone. It does
 * not see a handler that is created at run time; the trial start before a deploy counts its parameters.
 */
export function declaresCallback(bundle: string, runtime: string): boolean {
  if (takesCallbacks(runtime)) return false;
  const name = /export\{(?:.*,)?([\w$]+) as handler\b/.exec(bundle)?.[1]?.replaceAll('$', '\\$');
  const parameters = '\\([\\w$]+,[\\w$]+,[\\w$]+\\)';
  // esbuild may wrap the function in a call that keeps its name.
  const forms = [
    `\\b${name}=([\\w$]+\\()?(async ?)?(function ?[\\w$]*)?${parameters}`,
    `\\bfunction ${name}${parameters}`,
  ];
  return name !== undefined && new RegExp(forms.join('|')).test(bundle);
}

/** The match begins at the line's beginning, so that commented code does not count. */
const METHOD = /^(?!\s*(?:\/\/|\/?\*)).*?\b(?:context|ctx)\.(succeed|fail|done)\s*\(/;

/** Three arguments without a call among them, and perhaps a fourth that selects the same mode. */
const PROXY = /\bproxy\s*\((?:\s*[^(),\s][^(),]*,){2}\s*[^(),\s][^(),]*(?:,\s*(['"])CONTEXT_SUCCEED\1\s*)?,?\s*\)/g;

/**
 * Returns a place such as `src/lambda.js:4` that calls `aws-serverless-express` in its default mode, in which the
 * context responds.
 */
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

/** Returns a warning for each module that calls a context method which the runtime does not have. */
export function missingContextMethods(texts: Readonly<Record<string, string>>, runtime: string): string[] {
  if (takesCallbacks(runtime)) return [];
  return Object.entries(texts).flatMap(([path, text]) => {
    const lines = text.split('\n');
    const index = lines.findIndex((line) => METHOD.test(line));
    if (index === -1) return [];
    const method = METHOD.exec(lines[index]!)?.[1];
    return [
      `${path}:${index + 1} calls context.${method}, which the context of ${runtime} does not have: a request that reaches this line fails. Let an async handler return the response.`,
    ];
  });
}
