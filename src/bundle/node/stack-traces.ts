/**
 * Maps stack traces of the bundled function to the user's files. Each version of the code has its own map. A position
 * that the map does not contain, such as one in a package, stays as it is.
 */
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface StackTraces {
  /** `sha256` is the code's SHA-256 in base64, as in Lambda. */
  learn(sha256: string, sourceMap: string): void;
  /** Returns the text with every position in known code replaced by its position in the sources. */
  mapped(text: string): string;
}

/** With a debugger the paths are absolute, so that it finds the sources. */
const withoutRoot = (source: string, root: string) => (source.startsWith(root) ? source.slice(root.length) : source);

/** The number of releases whose calls may still be running. */
const REMEMBERED = 5;

/**
 * A line such as `    at ab (file:///tmp/apikit-1000/code-7-x/2-0f3a…/index.mjs:3:1204)`. In JSON, `\n` in letters
 * separates the lines.
 */
const FRAME =
  /(?:(\bat (?:async )?(?:new )?)([^\s()]+)(?: \[as ([^\]\s]+)\])? \()?(?:file:\/\/)?[^\s()"']*?index\.mjs:(\d+):(\d+)(\))?/g;
const MINIFIED = /^[A-Za-z_$][\w$]{0,2}$/;
/** The folder of unpacked code contains the hash of its zip. */
const HASH = /-([0-9a-f]{12})\/index\.mjs:/;

/** `Object.getReport [as run]`: the function's own name, and the name of the property that was called. */
const withAlias = (own: string, alias: string) =>
  MINIFIED.test(own.split('.').at(-1)!) ? alias : `${own} [as ${alias}]`;

/** Expects the project's folder in `root`. */
export function createStackTraces(root: string): StackTraces {
  const rootUrl = pathToFileURL(`${root}/`).href;
  const known = new Map<string, { text: string; map?: SourceMap }>();

  const mapOf = (frame: string): SourceMap | undefined => {
    const hash = HASH.exec(frame)?.[1];
    const entry = hash === undefined ? [...known.values()].at(-1) : known.get(hash);
    if (!entry) return undefined;
    entry.map ??= new SourceMap(JSON.parse(entry.text) as SourceMapPayload);
    return entry.map;
  };

  const entryOf = (frame: string, line: string, column: string): (SourceMapping & { name?: string }) | undefined => {
    const found = mapOf(frame)?.findEntry(Number(line) - 1, Number(column) - 1);
    return found && 'originalSource' in found && found.originalSource ? found : undefined;
  };

  return {
    learn(sha256, sourceMap) {
      const hash = Buffer.from(sha256, 'base64').toString('hex').slice(0, 12);
      if (known.has(hash)) return;
      known.set(hash, { text: sourceMap });
      if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    },
    mapped(text) {
      if (!text.includes('index.mjs:')) return text;
      const entries = [...text.matchAll(FRAME)].map(([frame, , , , line, column]) => entryOf(frame, line!, column!));
      let index = 0;
      return text.replace(FRAME, (frame, ...groups: unknown[]) => {
        const [at, own, alias, , , close] = groups as (string | undefined)[];
        const entry = entries[index++];
        if (!entry) return frame;
        const place = `${withoutRoot(entry.originalSource, rootUrl)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
        // If the name is not part of the match, the text around the position stays as it is.
        if (at === undefined || own === undefined) return `${place}${close ?? ''}`;
        // A minified name says nothing, so the name comes from the caller, one frame below.
        const name = alias === undefined ? (MINIFIED.test(own) ? entries[index]?.name : own) : withAlias(own, alias);
        return name === undefined ? `${at}${place}` : `${at}${name} (${place})`;
      });
    },
  };
}
