/**
 * Ownership in a description, for resources that are listed without tags: reading the tags of alarms would cost one
 * call for each alarm. For example `Errors of the function (apikit items-api/dev, tags 1f2e3d4c)`. Pure.
 */
import { createHash } from 'node:crypto';
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';

export interface Mark {
  /** For example `<app>/<stage>`. */
  readonly owner: string;
  /** Eight hex digits over all tags. They differ if the tags differ. */
  readonly digest: string;
}

export function markOf(tags: Tags): Mark {
  const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const digest = createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 8);
  return { owner: `${tags[APP_TAG]}/${tags[STAGE_TAG]}`, digest };
}

export function withMark(description: string, { owner, digest }: Mark): string {
  return `${description} (apikit ${owner}, tags ${digest})`;
}

export function splitMark(text: string): { description: string; mark?: Mark } {
  const found = /^(.*) \(apikit (\S+), tags ([0-9a-f]{8})\)$/s.exec(text);
  if (!found) return { description: text };
  const [, description = '', owner = '', digest = ''] = found;
  return { description, mark: { owner, digest } };
}
