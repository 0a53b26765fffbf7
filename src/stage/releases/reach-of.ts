/** Says which callers get an answer at the address of a stage. Pure. */
import type { Reach } from '../../aws/releases/private-reach.ts';
import type { Observed } from '../../engine/resource.ts';
import { findAttributes } from '../../stack/ids.ts';

export function reachOf(attributes: ReadonlyMap<string, Observed['attributes']>): Reach {
  if (findAttributes(attributes, 'api')?.isPrivate) return 'vpc';
  return findAttributes(attributes, 'stage')?.needsCertificate ? 'certificate' : 'everybody';
}
