/** The options of a bundler, and the zip contents that each language's bundler returns. Types only. */
import type { FrontDoor } from '../front-door/door.ts';
import type { Machine } from './native-code.ts';
import type { NodeSettings } from './node-settings.ts';
import type { ZipEntry } from './zip.ts';

export interface BundleOptions {
  /** The project's folder. */
  root: string;
  /** The path relative to the project's folder: `src/handler.ts`. */
  entry: string;
  /** Lambda's ID of the runtime: `nodejs24.x`, `python3.14`. */
  runtime: string;
  /** The name of the handler's export. The default is `handler`. */
  exportName?: string;
  /** Only for Node.js. */
  bundle?: NodeSettings;
  /**
   * Packages (Node.js) or modules (Python) that the layers of the function contain, which stay out of the zip. A star
   * stands for any name.
   */
  provided?: readonly string[];
  /** Makes the function stand in for a REST API. */
  frontDoor?: FrontDoor;
  /** The machine that the function will run on. The default is this machine. */
  machine?: Machine;
}

/** The result of one language's bundler. */
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
