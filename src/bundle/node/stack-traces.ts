/**
 * Stack traces of the bundled function, led back to the user's files. Each code brings its own map; what a map does not
 * lead to, such as a package, stays as it stands in the trace.
 */
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface StackTraces {
  /** `sha256`: the code's, in base64, as Lambda reports it. */
  learn(sha256: string, sourceMap: string): void;
  /** Any text: positions in it that lie in known code become positions in sources. */
  mapped(text: string): string;
}

/** Absolute where a debugger is to find the sources. */
const withoutRoot = (source: string, root: string) => (source.startsWith(root) ? source.slice(root.length) : source);

/** Releases whose calls may still be under way. */
const REMEMBERED = 5;

/** `    at ab (file:///tmp/apikit-1000/code-7-x/2-0f3a…/index.mjs:3:1204)`; in JSON, lines are told apart by `\n` in letters. */
const FRAME =
  /(?:(\bat (?:async )?(?:new )?)([^\s()]+)(?: \[as ([^\]\s]+)\])? \()?(?:file:\/\/)?[^\s()"']*?index\.mjs:(\d+):(\d+)(\))?/g;
/** The folder of unpacked code is named after the hash of its zip. */
const MINIFIED = /^[A-Za-z_$][\w$]{0,2}$/;
const HASH = /-([0-9a-f]{12})\/index\.mjs:/;

/** `Object.getReport [as run]`: what the function is called, and the property by which it was called. */
const withAlias = (own: string, alias: string) =>
  MINIFIED.test(own.split('.').at(-1)!) ? alias : `${own} [as ${alias}]`;

/** `root`: the project's folder. */
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
        // A name that is read no further leaves what is around the place as it is.
        if (at === undefined || own === undefined) return `${place}${close ?? ''}`;
        // The minified name says nothing; how the caller, one frame below, calls it, does.
        const name = alias === undefined ? (MINIFIED.test(own) ? entries[index]?.name : own) : withAlias(own, alias);
        return name === undefined ? `${at}${place}` : `${at}${name} (${place})`;
      });
    },
  };
}
