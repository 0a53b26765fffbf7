/**
 * What a failed start means for the deploy. Certain is what fails on Lambda in the same way: a module that is not in the
 * zip, code that is no JavaScript, an export that is no function. What may have failed for want of a network, of a secret or
 * of another version of Node.js is a warning. Pure.
 */
import { isAbsolute } from 'node:path';
import { takesCallbacks, WITH_CALLBACK } from '../node/callback-handler.ts';
import type { StartError, StartReport, Unfinished } from './start-process.ts';

export interface StartFault {
  certain: boolean;
  message: string;
  hint: string;
  /** Where the error was thrown, as Node.js writes it. */
  stack?: string;
}

export interface Started {
  entry: string;
  exportName: string;
  /** Lambda's id: `nodejs24.x`. */
  runtime: string;
  /** Of this machine: `v24.1.0`. */
  nodeVersion: string;
  /** Where the bundle was. */
  folder: string;
}

/** `undefined`: the handler can be called. */
export function startFault(report: StartReport, started: Started): StartFault | undefined {
  const { entry, exportName, runtime } = started;
  if ('started' in report) {
    if (report.started === 'function') return callbackFault(report.parameters ?? 0, started);
    return {
      certain: true,
      message: `${entry} exports no function named ${exportName}: it is ${report.started}.`,
      hint: `Lambda calls that export. Write it, or name another one: function.handler in apikit.yaml.`,
    };
  }
  if (!('failed' in report)) return unfinishedFault(report, entry);
  const { failed } = report;
  const certain = isCertain(failed, started);
  const message = failureMessage(failed, started);
  return { certain, message, hint: hintOf(failed, certain, runtime, started), stack: failed.stack };
}

/** Of a handler that the code puts together while it is loaded, as wrappers of frameworks do. */
function callbackFault(parameters: number, { entry, exportName, runtime }: Started): StartFault | undefined {
  if (takesCallbacks(runtime) || parameters < WITH_CALLBACK) return undefined;
  return {
    certain: true,
    message: `${entry}: ${exportName} declares ${parameters} parameters, so it takes a callback, and ${runtime} starts no such handler.`,
    hint: `Give it two: const inner = …; export const ${exportName} = (event, context) => inner(event, context). Or set function.runtime: nodejs22.x, which takes callbacks.`,
  };
}

/** Of a start that came to no end of its own, whatever the language. */
export function unfinishedFault(report: Unfinished, entry: string): StartFault {
  if ('slow' in report) {
    return {
      certain: false,
      message: `${entry} was not loaded within ${report.slow / 1000} seconds, which is what Lambda gives it; here it has no network.`,
      hint: 'Do what takes time when the first request comes, not while the modules are loaded.',
    };
  }
  return {
    certain: false,
    message: `${entry} ends its process (exit code ${report.exited}) while it is loaded.`,
    hint: 'On Lambda every request would fail in the same way, unless it is for a variable or a secret that is there.',
  };
}

/** With paths as they are on Lambda. */
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
    'apikit loads the handler once before a deploy, without a network. On Lambda it may go well; it is quicker to ask when the first request comes.',
  perhaps: 'On Lambda it may go well, where it has its network and secrets.',
} as const;

const NOT_FOUND = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'];

/** What CommonJS modules have and ES modules have not. */
const OF_COMMONJS = /^(?:__dirname|__filename|require|module|exports) is not defined/;

function isCertain(failed: StartError, { folder, runtime, nodeVersion }: Started): boolean {
  if (failed.code !== undefined && NOT_FOUND.includes(failed.code)) return true;
  if (['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_REQUIRE_ESM', 'ERR_UNSUPPORTED_DIR_IMPORT'].includes(failed.code ?? ''))
    return true;
  if (failed.code === 'ENOENT') return isOfZip(failed, folder);
  if (failed.name === 'ReferenceError' && OF_COMMONJS.test(failed.message)) return true;
  // A newer Node.js may know what this one does not.
  return /^(?:SyntaxError|ReferenceError)$/.test(failed.name) && majorOf(nodeVersion) >= majorOf(runtime);
}

/** Also what is asked for relative to the folder that code starts in; a program that is not here may be there. */
function isOfZip({ path, message }: StartError, folder: string): boolean {
  if (path === undefined || /^spawn(?:Sync)? /.test(message)) return false;
  return path.startsWith(folder) || !isAbsolute(path);
}

function hintOf(failed: StartError, certain: boolean, runtime: string, { nodeVersion }: Started): string {
  if (failed.code === 'APIKIT_NO_NETWORK') return HINTS.noNetwork;
  if (failed.code !== undefined && NOT_FOUND.includes(failed.code)) {
    return 'Install the package, or name the files in function.bundle.files or the package in function.bundle.external (docs/handlers.md).';
  }
  if (failed.code === 'ENOENT' && certain) {
    return 'The file is not in the zip: name it in function.bundle.files, relative to the project.';
  }
  if (certain) return HINTS.certain;
  const here = majorOf(nodeVersion);
  if (here !== majorOf(runtime) && /^(?:Syntax|Reference|Type)Error$/.test(failed.name)) {
    return `This machine's Node.js is ${nodeVersion}, the function's is ${runtime}: it may go well there.`;
  }
  return HINTS.perhaps;
}

const majorOf = (version: string): number => Number(/\d+/.exec(version)?.[0]);
