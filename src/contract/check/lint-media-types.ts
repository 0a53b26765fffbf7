/**
 * Checks the keys of `content`. A key that is not a media type is mostly a member that belongs one level deeper. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { type Json, objectOf } from '../model/json.ts';
import { isMediaType } from '../model/media-types.ts';
import type { ReportFinding } from '../rules/report.ts';

/** The members that OpenAPI has inside a media type. */
const INSIDE = ['schema', 'example', 'examples', 'encoding'];
const COMMON = ['application/json', 'text/plain', 'text/html', 'text/csv', 'application/xml', 'application/pdf'];

/** Expects in `holder` the owner of `content`: a request body or a response. */
export function lintMediaTypes(holder: Json, at: Path, report: ReportFinding): void {
  const { content } = holder;
  for (const key of Object.keys(objectOf(content))) {
    if (key.startsWith('x-') || isMediaType(key)) continue;
    const near = suggest(key, COMMON);
    const fix = INSIDE.includes(key)
      ? `Write ${key} inside a media type, beside its schema.`
      : near && `Did you mean ${near}?`;
    report('media-type', [...at, 'content', key], `${key} is not a media type.`, { ...(fix && { fix }), key: true });
  }
}
