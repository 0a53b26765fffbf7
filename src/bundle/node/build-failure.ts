/** Turns the compiler's errors about a handler into one error with every place. Pure. */
import type { Message } from 'esbuild';
import { ApikitError, EXIT } from '../../errors.ts';
import { isComputed } from './computed-imports.ts';
import { packageNameOf } from './packages.ts';

export function isBuildFailure(error: unknown): error is { errors: Message[] } {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}

export function bundleFailed(errors: readonly Message[]): ApikitError {
  const failed = new ApikitError('BundleFailed', `The handler does not compile.\n${errors.map(describe).join('\n')}`, {
    hint: hintOf(errors),
    exitCode: EXIT.usage,
  });
  return Object.assign(failed, { problems: errors.flatMap(problemOf) });
}

function hintOf(errors: readonly Message[]): string {
  const texts = errors.map(({ text }) => text);
  const missing = texts.flatMap((text) => packageNameOf(/^Could not resolve "([^"]+)"/.exec(text)?.[1] ?? '.') ?? []);
  if (missing.length > 0) {
    const names = [...new Set(missing)].join(', ');
    return `Run npm install in the project, and try again. If the handler never needs them, add them in apikit.yaml: function.bundle.optional: [${names}]`;
  }
  const ending = texts.flatMap((text) => /^No loader is configured for "([^"]+)"/.exec(text)?.[1] ?? [])[0];
  if (ending !== undefined && errors.some(isComputed)) {
    return `The bundler packs each file that a computed name can mean: add the extension, as in './operations/' + name + '.js', or move the other files. To import them, choose a loader in apikit.yaml: function.bundle.loaders: { ${ending}: text }.`;
  }
  if (ending !== undefined) {
    return `Choose a loader for such files in apikit.yaml, for example function.bundle.loaders: { ${ending}: text }, or add them to function.bundle.files and read them.`;
  }
  return 'Correct the source and try again.';
}

/** Has the form of a problem in apikit.yaml, for `--json`. A source file has no keys to point at and no known fix. */
function problemOf({ location, text }: Message): object[] {
  if (!location) return [];
  const { file, line, column } = location;
  return [{ file, line, column: column + 1, path: '', message: text, fix: '', severity: 'error' }];
}

/** Returns for example `src/handler.ts:3:8: Could not resolve "x"`. Columns count from 1, as in editors. */
export function describe({ location, text }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}
