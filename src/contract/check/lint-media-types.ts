/** Keys of `content` that are no media types: mostly members that belong one level deeper. Pure. */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { type Json, objectOf } from '../model/json.ts';
import { isMediaType } from '../model/media-types.ts';
import type { ReportFinding } from '../rules/report.ts';

/** What OpenAPI has inside of a media type. */
const INSIDE = ['schema', 'example', 'examples', 'encoding'];
const COMMON = ['application/json', 'text/plain', 'text/html', 'text/csv', 'application/xml', 'application/pdf'];

/** `holder` has `content`: a request body or a response. */
export function lintMediaTypes(holder: Json, at: Path, report: ReportFinding): void {
  const { content } = holder;
  for (const key of Object.keys(objectOf(content))) {
    if (key.startsWith('x-') || isMediaType(key)) continue;
    const near = suggest(key, COMMON);
    const fix = INSIDE.includes(key)
      ? `Write ${key} inside of a media type, beside its schema.`
      : near && `Did you mean ${near}?`;
    report('media-type', [...at, 'content', key], `${key} is no media type.`, { ...(fix && { fix }), key: true });
  }
}
