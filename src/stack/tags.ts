/** Ownership: the tags that say whose a resource is. Pure. */
import type { StageIdentity } from './names.ts';
import type { Tags } from './properties.ts';

export const APP_TAG = 'apikit:app';
export const STAGE_TAG = 'apikit:stage';

/** The user's tags and, over them, ours. */
export function stageTags({ app, stage, tags }: StageIdentity & { readonly tags: Tags }): Tags {
  return { ...tags, [APP_TAG]: app, [STAGE_TAG]: stage };
}
