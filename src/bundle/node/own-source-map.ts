/**
 * Extracts the part of a bundle's source map that leads to the project's own files. Most of a map leads to packages and
 * is several times as large as the code. This part is small enough for the zip of every release, so that any machine
 * can use it. Pure. It reads the mappings in one pass, because `dev` runs it at every save. The format is ECMA-426
 * (https://tc39.es/ecma426/).
 */

interface RawMap {
  sources: string[];
  names: string[];
  mappings: string;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE_OF = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, DIGITS.indexOf(String.fromCharCode(code))));
const [COMMA, SEMICOLON] = [44, 59];

/**
 * Takes and returns the map as a JSON text. The result has no source contents. `isOwn` says whether a source belongs to
 * the project. A position without a source marks where the code of a package begins.
 */
export function ownSourceMap(map: string, isOwn: (source: string) => boolean): string {
  const { sources, names, mappings } = JSON.parse(map) as RawMap;
  const kept = sources.filter(isOwn);
  const placeOf = sources.map((source) => kept.indexOf(source));
  const writer = createWriter(names);
  const fields = [0, 0, 0, 0, 0];
  let [source, line, column, name] = [0, 0, 0, 0];
  let [at, count, value, shift] = [0, 0, 0, 0];

  const endSegment = () => {
    if (count === 0) return;
    at += fields[0]!;
    if (count >= 4) {
      source += fields[1]!;
      line += fields[2]!;
      column += fields[3]!;
      if (count === 5) name += fields[4]!;
      const place = placeOf[source]!;
      if (place === -1) writer.foreign(at);
      else writer.own(at, place, line, column, count === 5 ? name : undefined);
    }
    count = 0;
  };

  for (let index = 0; index < mappings.length; index += 1) {
    const code = mappings.charCodeAt(index);
    if (code === COMMA || code === SEMICOLON) {
      endSegment();
      if (code === SEMICOLON) {
        at = 0;
        writer.endLine();
      }
      continue;
    }
    const digit = VALUE_OF[code]!;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    fields[count] = value & 1 ? -(value >>> 1) : value >>> 1;
    count += 1;
    value = 0;
    shift = 0;
  }
  endSegment();
  return JSON.stringify({ version: 3, sources: kept, names: writer.names, mappings: writer.text() });
}

/** Writes mappings. Every number is the difference to the previous one. */
function createWriter(allNames: readonly string[]) {
  const names: string[] = [];
  const nameIndex = new Map<number, number>();
  let text = '';
  let last = { at: 0, source: 0, line: 0, column: 0, name: 0 };
  let [isFirst, isForeign] = [true, true];

  const begin = (at: number) => {
    if (!isFirst) text += ',';
    isFirst = false;
    text += encoded(at - last.at);
  };

  return {
    names,
    own(at: number, source: number, line: number, column: number, name: number | undefined) {
      begin(at);
      text += encoded(source - last.source) + encoded(line - last.line) + encoded(column - last.column);
      last = { ...last, at, source, line, column };
      isForeign = false;
      if (name === undefined) return;
      const known = nameIndex.get(name) ?? names.push(allNames[name]!) - 1;
      nameIndex.set(name, known);
      text += encoded(known - last.name);
      last.name = known;
    },
    foreign(at: number) {
      if (isForeign) return;
      begin(at);
      last.at = at;
      isForeign = true;
    },
    endLine() {
      text += ';';
      last.at = 0;
      [isFirst, isForeign] = [true, true];
    },
    text: () => text.replace(/;+$/, ''),
  };
}

function encoded(field: number): string {
  let rest = field < 0 ? (-field << 1) | 1 : field << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
