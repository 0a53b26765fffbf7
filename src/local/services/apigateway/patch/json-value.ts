/** Patch values that are JSON objects, e.g. the throttle of a plan's stage. */
import { badRequest } from '../errors.ts';
import type { Members } from '../members.ts';
import type { Change } from './patch.ts';

export function jsonIn({ path, value }: Change): Members {
  try {
    const parsed: unknown = JSON.parse(value ?? '');
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Members;
  } catch {
    // The check below rejects this like any other text that is not a JSON object.
  }
  throw badRequest(`Invalid patch value specified for path '${path}': a JSON object is expected`);
}
