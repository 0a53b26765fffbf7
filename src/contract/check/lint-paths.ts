/**
 * Checks paths for what API Gateway rejects (docs/aws/import.md). Pure. PutRestApi would report the same without a
 * place in the file, after the deploy has begun.
 */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { OPERATION_KEYS } from '../../naming/methods.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { pathItems } from '../model/paths.ts';
import type { RuleId } from '../rules/index.ts';
import type { ReportFinding } from '../rules/report.ts';

const SEGMENT = /^(\{[A-Za-z0-9_.-]+\+?\}|[A-Za-z0-9_\-.,:]+)$/;
/** The other members that OpenAPI allows in a path item. */
const PATH_ITEM_KEYS = ['summary', 'description', 'parameters', 'servers', '$ref'];
const RESERVED = new Set(['/ping', '/sping']);
/** The quota of resources per API; AWS raises it on request (docs/aws/quotas.md). */
const RESOURCE_QUOTA = 300;

export function lintPaths(document: Json, report: ReportFinding): void {
  /** Maps a parent path to its variable segment, and to the path that added the segment. */
  const variables = new Map<string, { segment: string; path: string }>();
  const resources = new Set<string>(['/']);

  for (const { path, item, at } of pathItems(document)) {
    if (!isObject(item)) report('path-item', at, `${path} must be a map of methods.`, { key: true });
    lintPathItem(objectOf(item), at, report);
    if (!path.startsWith('/')) {
      const message = `The path ${path} does not begin with a slash.`;
      report('path-slash', at, message, { key: true, fix: `Write /${path}.` });
      continue;
    }
    if (RESERVED.has(path)) report('path-reserved', at, `${path} is reserved by API Gateway.`, { key: true });
    lintSegments(path, variables, resources, report);
  }
  if (resources.size > RESOURCE_QUOTA) {
    const message = `The paths need ${resources.size} resources. An API may have ${RESOURCE_QUOTA}, unless AWS raises the quota.`;
    report('resource-quota', ['paths'], message, { key: true });
  }
}

type Variables = Map<string, { segment: string; path: string }>;

function lintSegments(path: string, variables: Variables, resources: Set<string>, report: ReportFinding): void {
  if (path === '/') return;
  const at = (rule: RuleId, message: string, fix?: string) =>
    report(rule, ['paths', path], message, { key: true, ...(fix !== undefined && { fix }) });
  const segments = path.slice(1).split('/');
  const names = segments.filter((segment) => segment.startsWith('{')).map((segment) => segment.replace('+}', '}'));
  if (new Set(names).size < names.length) at('path-parameter-twice', `The path ${path} has the same parameter twice.`);
  let parent = '';
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '') {
      const fix = last ? 'Remove the slash at the end.' : 'Remove one of the slashes.';
      at('path-empty-segment', `The path ${path} has an empty segment.`, fix);
    } else if (!SEGMENT.test(segment)) {
      if (segment.includes('{')) {
        const message = `${segment} in ${path} mixes a parameter with text; in API Gateway a parameter is a whole segment.`;
        at('path-partial-parameter', message);
      } else {
        at('path-characters', `${segment} in ${path} has characters that API Gateway rejects.`);
      }
    } else if (segment.endsWith('+}') && !last) {
      at('path-greedy-inside', `${segment} in ${path} matches the rest of the path, so nothing can follow it.`);
    } else if (segment.startsWith('{')) {
      const other = variables.get(parent);
      if (other && other.segment !== segment) {
        const where = `${parent || '/'} has the parameter ${other.segment} in ${other.path} and ${segment} in ${path}`;
        at('path-siblings', `${where}; API Gateway accepts only one name there.`, `Use ${other.segment} in both.`);
      }
      variables.set(parent, other ?? { segment, path });
    }
    parent += `/${segment}`;
    resources.add(parent);
  }
}

function lintPathItem(item: Json, at: Path, report: ReportFinding): void {
  for (const key of Object.keys(item)) {
    if (OPERATION_KEYS.includes(key) || PATH_ITEM_KEYS.includes(key)) continue;
    const where = [...at, key];
    if (key === 'trace') {
      report('path-trace', where, 'API Gateway does not support TRACE.', { key: true });
    } else if (!key.startsWith('x-')) {
      const near = suggest(key, OPERATION_KEYS);
      const fix = near && { fix: `Did you mean ${near}?` };
      report('path-item', where, `${key} is not a method.`, { key: true, ...fix });
    }
  }
}
