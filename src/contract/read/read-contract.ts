/** Reads the files of a contract into one document in the form of OpenAPI 3.0, with the origin of each part. */
import type { Path, Problem } from '../../config/problem.ts';
import { parseSource, type Source } from '../../config/source.ts';
import { isObject, type Json } from '../model/json.ts';
import { isSilenced } from '../model/silenced.ts';
import { RULES, type RuleId } from '../rules/index.ts';
import type { FindingOptions } from '../rules/report.ts';
import { withinBounds } from './bounds.ts';
import { bundle } from './bundle.ts';
import { longFormOf } from './cloudformation.ts';
import { lintNumbers } from './lint-numbers.ts';
import type { OpenFile } from './open-file.ts';
import { type Origins, pathOf, sourceLocationOf } from './origin.ts';
import type { Reading, Version } from './reading.ts';
import { resolver } from './resolve.ts';
import { upgradeV2 } from './upgrade-v2.ts';

export interface ReadContract {
  /** `undefined` if there is nothing to check. */
  readonly document: Json | undefined;
  readonly version: Version;
  /** The problems of reading: syntax, versions, references. */
  readonly problems: readonly Problem[];
  /** All files that were read, with the names that problems use. The contract itself is the first. */
  readonly files: readonly string[];
  /** The origins of the document's parts. */
  readonly origins: Origins;
  /**
   * Returns a problem at a path of the normalised document, with its place in the file. `changed` is a document derived
   * from it, whose parts have origins; the path then refers to that document.
   */
  problem(rule: RuleId, path: Path, message: string, options?: FindingOptions, changed?: Json): Problem;
}

/** Never throws. `file` is relative to the project. */
export function readContract(text: string, file: string, open: OpenFile): ReadContract {
  const bytes = Buffer.byteLength(text);
  return readSource(parseSource(withinBounds(bytes) ? text : '', file, longFormOf), bytes, open);
}

/** Does the same with a file that was already parsed and has this many bytes. */
export function readSource(entry: Source, bytes: number, open: OpenFile): ReadContract {
  const small = withinBounds(bytes);
  const files = resolver(entry, bytes, open);
  const problems: Problem[] = [];
  const origins: Origins = new WeakMap();
  const at = (source: Source, rule: RuleId, path: Path, message: string, options: FindingOptions = {}): Problem => {
    const { severity, fix } = RULES[rule];
    const { fix: own, key } = options;
    return { ...source.problem(path, message, own ?? fix, { severity, ...(key && { key }) }), rule };
  };
  const version = small && entry.data !== undefined ? versionOf(entry, at, problems) : undefined;
  if (!small) problems.push(at(entry, 'contract-size', [], `The file has ${bytes} bytes.`));
  let document: Json | undefined;
  if (version !== undefined) {
    const say: Reading['say'] = (rule, { source, ...origin }, message) => {
      const path = pathOf({ source, ...origin });
      if (isSilenced(entry.data, [], rule) || isSilenced(source.data, path, rule)) return;
      problems.push(at(source, rule, path, message));
    };
    const reading = { version, origins, say };
    const bundled = bundle(entry, files, reading);
    document = version === '2.0' ? upgradeV2(bundled, reading) : bundled;
  }
  for (const source of files.sources.values()) {
    if (!small) continue;
    problems.push(...source.problems.map((problem) => ({ rule: 'syntax', ...problem })));
    lintNumbers(source.data, (path, message) => problems.push(at(source, 'not-json', path, message)));
  }
  return {
    document,
    version: version ?? '3.0',
    problems,
    files: [...files.sources.keys()],
    origins,
    problem(rule, path, message, options, changed = document) {
      const place = sourceLocationOf(changed, origins, path, entry);
      return at(place.source, rule, place.path, message, options);
    },
  };
}

type At = (source: Source, rule: RuleId, path: Path, message: string) => Problem;

function versionOf(entry: Source, at: At, problems: Problem[]): Version | undefined {
  const { data } = entry;
  if (!isObject(data)) {
    problems.push(at(entry, 'not-openapi', [], 'This is not an OpenAPI document.'));
    return undefined;
  }
  const written = String(data.openapi ?? data.swagger ?? '');
  const key = data.openapi === undefined ? 'swagger' : 'openapi';
  if (key === 'openapi' && /^3\.0(\.\d+)?$/.test(written)) return '3.0';
  // YAML reads 3.0 and 3.1 without quotes as numbers.
  if (key === 'openapi' && /^3(\.0)?$/.test(written)) return '3.0';
  if (key === 'openapi' && /^3\.1(\.\d+)?$/.test(written)) return '3.1';
  if (key === 'swagger' && /^2(\.0)?$/.test(written)) return '2.0';
  problems.push(
    written === ''
      ? at(entry, 'not-openapi', [], 'The document does not name its version of OpenAPI.')
      : at(entry, 'openapi-version', [key], `The document is ${key} ${written}; apikit reads 2.0, 3.0 and 3.1.`),
  );
  return undefined;
}
