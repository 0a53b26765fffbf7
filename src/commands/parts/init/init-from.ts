/**
 * `apikit init --from <handler>`: writes the two files that an existing handler needs. The handler itself stays as it
 * is.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { usageError } from '../../../errors.ts';
import { importedPackages } from '../../../templates/from-handler/imported-packages.ts';
import type { ProjectAnswers } from '../../../templates/from-handler/project-files.ts';
import type { DetectedHandler } from '../../../templates/from-handler/read-handler.ts';
import type { RenderedFile } from '../../../templates/render.ts';

export interface FromHandler {
  readonly seen: DetectedHandler;
  /** Packages that the code imports but that are not installed. */
  readonly missing: readonly string[];
}

/** @throws ApikitError (usage) if the file does not exist, is not in the folder, or has no handler. */
export async function readHandlerFile(folder: string, cwd: string, from: string): Promise<FromHandler> {
  const file = resolve(cwd, from);
  const path = relative(folder, file).split(sep).join('/');
  if (path.startsWith('../')) {
    throw usageError(
      `${from} is not in ${folder}, the folder of the project.`,
      'Name the folder that contains it: apikit init <dir> --from <file>.',
    );
  }
  if (!/\.(?:[cm]?[jt]sx?|py)$/.test(path)) {
    throw usageError(`${from} is neither JavaScript, TypeScript nor Python.`, 'Name the file with the handler.');
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${from} cannot be read (${error.code}).`, 'Name the file with the handler.');
  });
  const { readHandler } = await import('../../../templates/from-handler/read-handler.ts');
  const seen = readHandler(path, text);
  if (!seen) {
    throw usageError(
      `${from} has no handler: it exports no function.`,
      'Export one (export const handler = async (event) => …, or def lambda_handler(event, context)), or name another file.',
    );
  }
  if (seen.authorizes) {
    throw usageError(
      `${from} is an authorizer: it decides who may call, and answers no requests of the API.`,
      'Name the handler that answers the requests, and call the authorizer from it, as docs/authorizers.md#an-authorizer-from-a-tutorial shows.',
    );
  }
  return { seen, missing: path.endsWith('.py') ? [] : missingPackages(folder, text) };
}

export async function filesFor({ seen }: FromHandler, answers: ProjectAnswers): Promise<RenderedFile[]> {
  const { projectFiles } = await import('../../../templates/from-handler/project-files.ts');
  return projectFiles(seen, answers);
}

/** The facts that were read from the code, so that the user can check them. */
export function guessesOf({ seen }: FromHandler): string[] {
  const { handler, tables, variables, routes, remarks } = seen;
  return [
    `Handler: ${handler}.`,
    ...tables.map(
      ({ name, key, sortKey, variable, physical }) =>
        `Table: ${name} with the key ${[key, sortKey].filter(Boolean).join(' and ')}${variable === undefined ? '' : `, its name in AWS in ${variable}`}${physical === undefined ? '' : ', which already exists'}.`,
    ),
    `Routes: ${routes.map(({ method, path }) => `${method} ${path}`).join(', ')}.`,
    ...(variables.length > 0
      ? [`The code also reads ${variables.join(', ')}: set these variables under function.environment in apikit.yaml.`]
      : []),
    ...remarks,
  ];
}

function missingPackages(folder: string, text: string): string[] {
  return [...new Set(importedPackages(text))].filter((name) => !existsSync(join(folder, 'node_modules', name))).sort();
}
