/** Checks parameters: what API Gateway rejects of them, and what it ignores (docs/aws/import.md). Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, listOf, textOf } from '../model/json.ts';
import { isMappable, isParameterLocation, type ParameterLocation, parameterKey } from '../model/parameters.ts';
import { pathParameters } from '../model/paths.ts';
import { deref } from '../model/references.ts';
import type { RuleId } from '../rules/index.ts';
import type { ReportFinding } from '../rules/report.ts';

/** API Gateway removes these headers from requests (docs/aws/data-plane.md). */
const DROPPED_HEADERS = new Set(
  (
    'connection content-length content-md5 expect max-forwards proxy-authenticate server te transfer-encoding trailer ' +
    'upgrade www-authenticate'
  ).split(' '),
);

interface Found {
  readonly where: Path;
  readonly name: string;
  readonly place: ParameterLocation;
  readonly required: boolean;
}

/**
 * Checks the parameters of the path item, and those of the operation, which override them. `at` is the operation's
 * path.
 */
export function lintParameters(
  document: Json,
  path: string,
  item: Json,
  operation: Json,
  at: Path,
  report: ReportFinding,
): void {
  const shared = readable(document, item.parameters, [...at.slice(0, 2), 'parameters'], report);
  const own = readable(document, operation.parameters, [...at, 'parameters'], report);
  const inPath = pathParameters(path);
  for (const found of [...shared, ...own]) lintOne(found, path, inPath, report);
  lintPlaces([...shared, ...own], report);
  const declared = new Set([...shared, ...own].filter(({ place }) => place === 'path').map(({ name }) => name));
  // A greedy parameter may hold any text, so it needs no description.
  for (const name of inPath.filter((each) => !declared.has(each) && !path.includes(`{${each}+}`))) {
    report('parameter-undeclared', at, `No entry in parameters describes {${name}} of ${path}.`, { key: true });
  }
}

/** Returns the parameters that have a name and a place. Reports one that is in the list twice. */
function readable(document: Json, list: unknown, at: Path, report: ReportFinding): Found[] {
  if (list !== undefined && !Array.isArray(list)) {
    report(
      'parameter-shape',
      at,
      `parameters must be a list, but is ${isObject(list) ? 'a map' : JSON.stringify(list)}.`,
      { fix: 'Write a list: - { name: …, in: … }.' },
    );
  }
  const seen = new Set<string>();
  return listOf(list).flatMap((raw, index): Found[] => {
    const where = [...at, index];
    const parameter = deref(document, raw);
    // The reader has already reported a reference that leads nowhere.
    if (!parameter) return [];
    const [name, place] = [textOf(parameter.name), parameter.in];
    if (name === undefined || !isParameterLocation(place)) {
      report('parameter-shape', where, 'A parameter has no name or no place.');
      return [];
    }
    const key = parameterKey({ in: place, name });
    if (seen.has(key)) report('parameter-twice', where, `The ${place} parameter ${name} is twice in the list.`);
    seen.add(key);
    return [{ where, name, place, required: parameter.required === true }];
  });
}

function lintOne({ where, name, place, required }: Found, path: string, inPath: string[], report: ReportFinding): void {
  const say = (rule: RuleId, message: string, fix?: string) =>
    report(rule, where, message, { ...(fix !== undefined && { fix }) });
  if (place === 'cookie') {
    say('parameter-cookie', `API Gateway ignores the cookie parameter ${name}.`);
  } else if (place === 'path' && !inPath.includes(name)) {
    const fix = `Write {${name}} into the path, or remove it.`;
    say('parameter-unknown', `The path parameter ${name} is not in ${path}.`, fix);
  } else if (place === 'header' && DROPPED_HEADERS.has(name.toLowerCase())) {
    const message = `API Gateway removes the header ${name} from requests.`;
    say(required ? 'header-dropped-required' : 'header-dropped', message);
  } else if (!isMappable({ in: place, name })) {
    say(
      'parameter-name',
      `API Gateway does not accept the name of the ${place} parameter ${name}; the handler checks it.`,
    );
  }
}

/** API Gateway requires names that are unique across query, header and path (docs/aws/import.md). */
function lintPlaces(all: readonly Found[], report: ReportFinding): void {
  const places = new Map<string, string>();
  for (const { where, name, place } of all) {
    if (!isMappable({ in: place, name })) continue;
    const other = places.get(name) ?? place;
    if (other !== place) {
      const message = `The parameter ${name} is in ${other} and ${place}; API Gateway accepts each name only once.`;
      report('parameter-places', where, message);
    }
    places.set(name, place);
  }
}
