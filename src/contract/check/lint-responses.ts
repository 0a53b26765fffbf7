/** Checks responses. API Gateway ignores their schemas, but changes some of their headers and bodies. Pure. */
import type { Path } from '../../config/problem.ts';
import { type Json, objectOf } from '../model/json.ts';
import { isBinary } from '../model/media-types.ts';
import { locate } from '../model/references.ts';
import type { ReportFinding } from '../rules/report.ts';
import { lintMediaTypes } from './lint-media-types.ts';

const STATUS = /^([1-5]\d\d|[1-5]XX|default)$/;

/** API Gateway sets these headers itself (docs/aws/data-plane.md). */
const RENAMED = new Set(['connection', 'content-length', 'date', 'server', 'www-authenticate', 'transfer-encoding']);

export function lintResponses(document: Json, operation: Json, at: Path, report: ReportFinding): void {
  for (const [status, raw] of Object.entries(objectOf(operation.responses))) {
    if (status.startsWith('x-')) continue;
    const where = [...at, 'responses', status];
    if (!STATUS.test(status)) {
      report('response-status', where, `${status} is not a status of a response.`, { key: true });
    }
    // The finding is at the place where a component is written, once, however many operations use it.
    const located = locate(document, raw, where);
    if (!located) continue;
    const { value: response, path } = located;
    for (const name of Object.keys(objectOf(response.headers))) {
      if (!RENAMED.has(name.toLowerCase())) continue;
      const message = `API Gateway sets the header ${name} of responses itself.`;
      report('response-header-renamed', [...path, 'headers', name], message, { key: true });
    }
    lintMediaTypes(response, path, report);
    for (const type of Object.keys(objectOf(response.content)).filter(isBinary)) {
      const message = `API Gateway sends ${type} as bytes only for some values of the request's Accept header.`;
      report('response-binary', [...path, 'content', type], message, { key: true });
    }
    if (Object.keys(objectOf(response.links)).length > 0) {
      report('links-dropped', [...path, 'links'], 'API Gateway does not support links.', { key: true });
    }
  }
}
