/** The stage that owns a resource, as its tags say. Pure. */
import type { StageIdentity } from '../../naming/names.ts';
import { APP_TAG, PREVIEW_TAG, STAGE_TAG, type Tags } from '../../naming/tags.ts';

export interface Owner extends StageIdentity {
  /** Whether a pattern made the stage. It is not known of alarms: no listing has their tags. */
  readonly preview?: boolean;
}

/** Returns `undefined` if the resource is not apikit's. */
export function ownerOf(tags: Tags | undefined): Owner | undefined {
  const [app, stage] = [tags?.[APP_TAG], tags?.[STAGE_TAG]];
  const preview = tags?.[PREVIEW_TAG] !== undefined;
  return app === undefined || stage === undefined ? undefined : { app, stage, ...(preview && { preview }) };
}

/** Whether the owner is this stage. */
export function isOwner(owner: Owner | undefined, { app, stage }: StageIdentity): boolean {
  return owner?.app === app && owner.stage === stage;
}
