/**
 * Judges a failed start of a Python handler, as `start-fault.ts` does for Node.js. A fault is certain if the start
 * fails on Lambda in the same way. Pure.
 */
import { BROUGHT_MODULES } from '../python/python-packages.ts';
import { minorOf, standardSince } from '../python/python-standard-library.ts';
import { failureMessage, HINTS, type StartFault, unfinishedFault } from './start-fault.ts';
import type { PythonStartError, PythonStartReport, PythonVersion } from './start-python.ts';

export interface PythonStarted {
  readonly entry: string;
  readonly exportName: string;
  /** Lambda's ID: `python3.14`. */
  readonly runtime: string;
  /** The modules that the layers of the function contain. */
  readonly provided: readonly string[];
  /** The folder that contained the code. */
  readonly folder: string;
}

/** Returns `undefined` if the handler can be called, or if only this machine lacks something. */
export function pythonStartFault(report: PythonStartReport, started: PythonStarted): StartFault | undefined {
  const { entry, runtime, provided, folder } = started;
  if ('started' in report) return report.started === 'function' ? undefined : notCallable(report.started, started);
  if (!('failed' in report)) return unfinishedFault(report, entry);
  const { failed, version } = report;
  if (failed.name === 'ModuleNotFoundError' && (BROUGHT_MODULES.has(topOf(failed)) || provided.includes(topOf(failed))))
    return undefined;
  const older = version[1] < minorOf(runtime);
  const certain = isCertain(failed, { folder, older, minor: minorOf(runtime) });
  return { certain, message: failureMessage(failed, started), hint: hintOf(failed, certain, version, runtime) };
}

/** Lambda calls `handler(event, context)` and converts its result to JSON (docs/aws/lambda.md). */
function notCallable(kind: string, { entry, exportName }: PythonStarted): StartFault {
  if (kind === 'async function') {
    return {
      certain: true,
      message: `${entry}: ${exportName} is async, but Lambda does not await the result of a Python handler.`,
      hint: `Write def ${exportName}(event, context), and let it return asyncio.run(…).`,
    };
  }
  if (kind === 'function of other parameters') {
    return {
      certain: true,
      message: `${entry}: ${exportName} does not accept an event and a context, with which Lambda calls it.`,
      hint: `Write def ${exportName}(event, context).`,
    };
  }
  return {
    certain: true,
    message: `${entry} has no function ${exportName}: it is ${kind}.`,
    hint: 'Lambda calls that function. Write it, or set function.handler in apikit.yaml to another one.',
  };
}

interface Machine {
  readonly folder: string;
  /** Whether this machine's python3 is older than the runtime. */
  readonly older: boolean;
  readonly minor: number;
}

function isCertain(failed: PythonStartError, { folder, older, minor }: Machine): boolean {
  const inZip = failed.path?.startsWith(`${folder}/`) === true;
  switch (failed.name) {
    case 'ModuleNotFoundError':
      return !(older && (standardSince(topOf(failed)) ?? Number.POSITIVE_INFINITY) <= minor);
    case 'ImportError':
      return inZip || /relative import/.test(failed.message);
    case 'FileNotFoundError':
      return inZip || (failed.path !== null && !failed.path.startsWith('/'));
    case 'NameError':
    case 'SyntaxError':
    case 'IndentationError':
      // A newer Python may support what this one does not.
      return !older;
    default:
      return false;
  }
}

function hintOf(failed: PythonStartError, certain: boolean, version: PythonVersion, runtime: string): string {
  if (failed.name === 'ModuleNotFoundError') {
    return 'Name the package in requirements.txt, or correct the import (docs/python.md).';
  }
  if (failed.name === 'FileNotFoundError' && certain) {
    return 'The file is not in the zip, or not in the folder that Lambda starts in (/var/task): read it relative to __file__.';
  }
  if (certain) return HINTS.certain;
  if (failed.network) return HINTS.noNetwork;
  if (failed.name === 'KeyError' && /\benviron\b/.test(failed.frames.at(-1)?.text ?? failed.message)) {
    return `Set ${failed.message.replaceAll("'", '')} under function.environment in apikit.yaml.`;
  }
  if (version[1] !== minorOf(runtime)) {
    return `This machine's python3 is ${version.join('.')}, the function's is ${runtime}, where it may work.`;
  }
  return HINTS.perhaps;
}

const topOf = ({ module }: PythonStartError): string => module?.split('.')[0] ?? '';
