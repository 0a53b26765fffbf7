/**
 * What API Gateway refuses of paths (aws-facts §2, "OpenAPI support gaps", and §1). Pure. Said here with a place in the
 * file, since PutRestApi would say it after the deploy has begun, and without one.
 */
import { suggest } from '../config/suggest.ts';
import { type Json, objectOf } from './json.ts';
import { OPERATION_KEYS, PATH_ITEM_KEYS } from './methods.ts';
import type { Report } from './report.ts';

const SEGMENT = /^(\{[A-Za-z0-9_.-]+\+?\}|[A-Za-z0-9_\-.,:]+)$/;
const RESERVED = new Set(['/ping', '/sping']);
/** Resources per API; AWS raises it on request (aws-facts §1). */
const RESOURCE_QUOTA = 300;

export function lintPaths(document: Json, report: Report): void {
  const paths = objectOf(document.paths);
  /** Parent → its variable segment, and the path that brought it. */
  const variables = new Map<string, { segment: string; path: string }>();
  const resources = new Set<string>(['/']);

  for (const [path, item] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue;
    lintPathItem(path, objectOf(item), report);
    if (!path.startsWith('/')) {
      report(['paths', path], `The path ${path} does not begin with a slash.`, `Write /${path}.`, { key: true });
      continue;
    }
    if (RESERVED.has(path)) {
      report(['paths', path], `${path} is reserved by API Gateway.`, 'Use another path, e.g. /health.', { key: true });
    }
    lintSegments(path, variables, resources, report);
  }
  if (resources.size > RESOURCE_QUOTA) {
    const message = `The paths make ${resources.size} resources; AWS allows ${RESOURCE_QUOTA} for an API unless raised.`;
    report(['paths'], message, 'Have the quota raised, or use {proxy+}.', { severity: 'warning', key: true });
  }
}

type Variables = Map<string, { segment: string; path: string }>;

function lintSegments(path: string, variables: Variables, resources: Set<string>, report: Report): void {
  if (path === '/') return;
  const at = (message: string, fix: string) => report(['paths', path], message, fix, { key: true });
  const segments = path.slice(1).split('/');
  const names = segments.filter((segment) => segment.startsWith('{'));
  if (new Set(names).size < names.length) at(`The path ${path} has one parameter twice.`, 'Rename one of them.');
  let parent = '';
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === '') {
      at(
        `The path ${path} has an empty segment.`,
        last ? 'Remove the slash at the end.' : 'Remove one of the slashes.',
      );
    } else if (!SEGMENT.test(segment)) {
      const message = segment.includes('{')
        ? `${segment} in ${path} mixes a parameter with text; API Gateway takes whole segments only.`
        : `${segment} in ${path} has characters that API Gateway refuses.`;
      at(message, 'Use {name} alone, or letters, digits and _ - . , :');
    } else if (segment.endsWith('+}') && !last) {
      at(`${segment} in ${path} takes all that follows, so nothing can follow it.`, 'Move it to the end.');
    } else if (segment.startsWith('{')) {
      const other = variables.get(parent);
      if (other && other.segment !== segment) {
        const where = `${parent || '/'} has the parameter ${other.segment} in ${other.path} and ${segment} in ${path}`;
        at(`${where}; API Gateway takes one name at one place.`, `Use ${other.segment} in both.`);
      }
      variables.set(parent, other ?? { segment, path });
    }
    parent += `/${segment}`;
    resources.add(parent);
  }
}

function lintPathItem(path: string, item: Json, report: Report): void {
  for (const key of Object.keys(item)) {
    if (OPERATION_KEYS.includes(key) || PATH_ITEM_KEYS.includes(key)) continue;
    const where = ['paths', path, key];
    if (key === 'trace') {
      report(where, 'API Gateway has no TRACE.', 'Remove the operation.', { key: true });
    } else if (!key.startsWith('x-')) {
      const near = suggest(key, OPERATION_KEYS);
      report(where, `${key} is no method.`, near ? `Did you mean ${near}?` : 'Remove it.', { key: true });
    }
  }
}
