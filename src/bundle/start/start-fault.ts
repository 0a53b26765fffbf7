/**
 * Judges a failed start for the deploy. A fault is certain if the start fails on Lambda in the same way: a module is
 * missing from the zip, the code is not valid JavaScript, or the export is not a function. A fault that a missing
 * network, a missing secret or another version of Node.js may have caused is a warning. Pure.
 */
import { isAbsolute } from 'node:path';
import { takesCallbacks, WITH_CALLBACK } from '../node/callback-handler.ts';
import { NOT_IN_BUNDLE } from '../node/computed-imports.ts';
import { packageNameOf } from '../node/packages.ts';
import type { StartError, StartReport, Unfinished } from './start-process.ts';

export interface StartFault {
  certain: boolean;
  message: string;
  hint: string;
  /** The place of the error, in Node.js's form. */
  stack?: string;
}

export interface Started {
  entry: string;
  exportName: string;
  /** Lambda's ID: `nodejs24.x`. */
  runtime: string;
  /** The packages that the layers of the function contain. A star stands for any name. */
  provided: readonly string[];
  /** The version of this machine: `v24.1.0`. */
  nodeVersion: string;
  /** The folder that contained the bundle. */
  folder: string;
}

/** Returns `undefined` if the handler can be called. */
export function startFault(report: StartReport, started: Started): StartFault | undefined {
  const { entry, exportName, runtime } = started;
  if ('started' in report) {
    if (report.started === 'function') return callbackFault(report.parameters ?? 0, started);
    return {
      certain: true,
      message: `${entry} does not export a function named ${exportName}: it is ${report.started}.`,
      hint: `Lambda calls that export. Write it, or set function.handler in apikit.yaml to another one.`,
    };
  }
  if (!('failed' in report)) return unfinishedFault(report, entry);
  const { failed } = report;
  if (isOfLayer(failed, started.provided)) return undefined;
  const certain = isCertain(failed, started);
  const message = failureMessage(failed, started);
  return { certain, message, hint: hintOf(failed, certain, runtime, started), stack: failed.stack };
}

/** Checks a handler that the code creates at run time, as wrappers of frameworks do. */
function callbackFault(parameters: number, { entry, exportName, runtime }: Started): StartFault | undefined {
  if (takesCallbacks(runtime) || parameters < WITH_CALLBACK) return undefined;
  return {
    certain: true,
    message: `${entry}: ${exportName} declares ${parameters} parameters, so it takes a callback, which ${runtime} does not support.`,
    hint: `Give it two: const inner = …; export const ${exportName} = (event, context) => inner(event, context). Or set function.runtime: nodejs22.x, which supports callbacks.`,
  };
}

/** The fault of a start that did not finish, in any language. */
export function unfinishedFault(report: Unfinished, entry: string): StartFault {
  if ('slow' in report) {
    return {
      certain: false,
      message: `${entry} did not load within ${report.slow / 1000} seconds, which is Lambda's limit. Here it has no network.`,
      hint: 'Do slow work at the first request, not while the modules are loaded.',
    };
  }
  return {
    certain: false,
    message: `${entry} ends its process (exit code ${report.exited}) while it is loaded.`,
    hint: 'On Lambda every request would fail in the same way, unless the cause is a missing variable or secret that Lambda has.',
  };
}

/** Returns the message with paths as they are on Lambda. */
export function failureMessage(
  { name, message }: { readonly name: string; readonly message: string },
  { entry, folder }: { readonly entry: string; readonly folder: string },
): string {
  const plain = message.replaceAll(`file://${folder}`, '/var/task').replaceAll(folder, '/var/task').split('\n')[0]!;
  return `${entry} fails while it is loaded: ${name}: ${plain}`;
}

export const HINTS = {
  certain: 'On Lambda every request would fail in the same way. Correct it, and try again.',
  noNetwork:
    'apikit loads the handler once before a deploy, without a network. On Lambda it may work. To start faster, do this at the first request.',
  perhaps: 'On Lambda, with its network and secrets, it may work.',
} as const;

const NOT_FOUND = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'];

/** The bundler's own code throws an error without a code, for example in a package that was bundled before. */
const isNotFound = ({ code, message }: StartError): boolean =>
  (code !== undefined && NOT_FOUND.includes(code)) || message.startsWith(NOT_IN_BUNDLE);

/** Names that CommonJS modules have and ES modules do not. */
const OF_COMMONJS = /^(?:__dirname|__filename|require|module|exports) is not defined/;

/** The layers are not on this machine. */
function isOfLayer(failed: StartError, provided: readonly string[]): boolean {
  const [, missing = ''] = /^Cannot find (?:package|module) '([^']+)'/.exec(failed.message) ?? [];
  const name = packageNameOf(missing);
  if (!isNotFound(failed) || name === undefined) return false;
  return provided.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));
}

function isCertain(failed: StartError, { folder, runtime, nodeVersion }: Started): boolean {
  if (isNotFound(failed)) return true;
  if (['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_REQUIRE_ESM', 'ERR_UNSUPPORTED_DIR_IMPORT'].includes(failed.code ?? ''))
    return true;
  if (failed.code === 'ENOENT') return isOfZip(failed, folder);
  if (failed.name === 'ReferenceError' && OF_COMMONJS.test(failed.message)) return true;
  // A newer Node.js may support what this one does not.
  return /^(?:SyntaxError|ReferenceError)$/.test(failed.name) && majorOf(nodeVersion) >= majorOf(runtime);
}

/**
 * Whether the error is about a file in the zip, also one relative to the start folder. A missing program may exist on
 * Lambda.
 */
function isOfZip({ path, message }: StartError, folder: string): boolean {
  if (path === undefined || /^spawn(?:Sync)? /.test(message)) return false;
  return path.startsWith(folder) || !isAbsolute(path);
}

function hintOf(failed: StartError, certain: boolean, runtime: string, { nodeVersion }: Started): string {
  if (failed.code === 'APIKIT_NO_NETWORK') return HINTS.noNetwork;
  if (failed.message.startsWith(NOT_IN_BUNDLE)) {
    return 'The code computes this name, and no file of the project has it. Correct the name, or add the file. A package that computes names can be kept outside the bundle with function.bundle.external (docs/handlers.md).';
  }
  if (isNotFound(failed)) {
    return 'Install the package, or name the files in function.bundle.files or the package in function.bundle.external (docs/handlers.md).';
  }
  if (failed.code === 'ENOENT' && certain) {
    return 'The file is not in the zip: add it to function.bundle.files, relative to the project.';
  }
  if (certain) return HINTS.certain;
  const here = majorOf(nodeVersion);
  if (here !== majorOf(runtime) && /^(?:Syntax|Reference|Type)Error$/.test(failed.name)) {
    return `This machine's Node.js is ${nodeVersion}, the function's is ${runtime}, where it may work.`;
  }
  return HINTS.perhaps;
}

const majorOf = (version: string): number => Number(/\d+/.exec(version)?.[0]);
