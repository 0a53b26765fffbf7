/** The options of a bundler, and the contents of a zip that each language's bundler makes. Types only. */
import type { Machine } from './native-code.ts';
import type { NodeSettings } from './node-settings.ts';
import type { ZipEntry } from './zip.ts';

export interface BundleOptions {
  /** The project's folder. */
  root: string;
  /** Relative to it: `src/handler.ts`. */
  entry: string;
  /** Lambda's id of the runtime: `nodejs24.x`, `python3.14`. */
  runtime: string;
  /** What the entry calls its handler. Default: `handler`. */
  exportName?: string;
  /** For Node.js only. */
  bundle?: NodeSettings;
  /** Where the function will run; absent: on this machine, whatever it is. */
  machine?: Machine;
}

/** What one language's bundler makes. */
export interface FunctionContents {
  entries: ZipEntry[];
  handler: string;
  actions: string[];
  otherActions: string[];
  sources: string[];
  warnings: string[];
  native?: true;
  sourceMap?: string;
  base?: string;
}
