/**
 * The data with which a function stands in for a REST API (`runtime/front-door.mjs`, `runtime/front_door.py`), and the
 * module that contains it. Types, and texts of modules.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';

export interface Door {
  readonly routes: readonly DoorRoute[];
  /** Absent if no page of another origin may call. Origins can have the form `http://localhost:*`. */
  readonly cors?: {
    readonly origins: readonly string[];
    readonly credentials: boolean;
    readonly allowHeaders: readonly string[];
    readonly exposeHeaders: readonly string[];
    readonly maxAge: number;
  };
  readonly binaryMediaTypes: readonly string[];
  /** The version of the events that the handler gets. Absent for 1.0, that of a REST API. */
  readonly payload?: '2.0';
}

export interface DoorRoute {
  /** In upper case; `ANY` for all methods. */
  readonly method: string;
  readonly path: string;
  /** Whether the function itself has to see that the request is signed. */
  readonly iam: boolean;
  /** Whether API Gateway has to have chosen the route, because only then it has asked the authorizer. */
  readonly guarded: boolean;
  /** Parameters without which a REST API refuses the request. */
  readonly required: readonly { readonly in: 'query' | 'header'; readonly name: string }[];
  /** Whether a REST API checks its JSON bodies. */
  readonly checksBody: boolean;
}

export interface FrontDoor {
  readonly door: Door;
  /** The generated module of the contract, with its checks of bodies. Only for Node.js. */
  readonly checks: string;
}

const RUNTIME = join(packageRoot, 'src', 'bundle', 'front-door', 'runtime');

/** The module that Lambda loads instead of the user's Python module, in the root of the zip. */
export const PYTHON_MODULE = 'apikit_front_door';

/** Returns the texts of the two modules that a Node.js bundle imports. */
export async function nodeModules({ door, checks }: FrontDoor): Promise<{ door: string; checks: string }> {
  const runtime = await readFile(join(RUNTIME, 'front-door.mjs'), 'utf8');
  return { door: `${runtime}\nexport const door = ${JSON.stringify(door)};\n`, checks };
}

/** `module` and `exportName` are the user's. */
export async function pythonModule({ door }: FrontDoor, module: string, exportName: string): Promise<string> {
  const runtime = await readFile(join(RUNTIME, 'front_door.py'), 'utf8');
  // A JSON text in a JSON text is a Python literal, whatever the paths contain.
  const data = `json.loads(${JSON.stringify(JSON.stringify(door))})`;
  return `${runtime}\n\nhandler = front_door(${JSON.stringify(module)}, ${JSON.stringify(exportName)}, ${data})\n`;
}
