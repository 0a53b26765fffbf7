/** Ownership: the tags that say whose a resource is. Pure. */
import type { StageIdentity } from './names.ts';

export type Tags = Record<string, string>;

export const APP_TAG = 'apikit:app';
export const STAGE_TAG = 'apikit:stage';
/** Of a table that was restored: which of the stage's tables it stands in for, as apikit.yaml calls it. */
export const TABLE_TAG = 'apikit:table';
/**
 * Of a table with the stage's own name, as long as the stage was ever switched: the table that serves in its place, itself included, and the
 * one that served before (ADR 18). They are nobody's settings: a deploy neither writes nor removes them.
 */
export const SERVED_BY_TAG = 'apikit:served-by';
export const LEFT_TAG = 'apikit:served-before';
/** On everything of a stage that a pattern of apikit.yaml made: it may be removed when it is over. */
export const PREVIEW_TAG = 'apikit:preview';
/** On the API of such a stage: until when it stays. */
export const EXPIRES_TAG = 'apikit:expires';

/** On the API of such a stage: its tables have got what they begin with. */
export const SEEDED_TAG = 'apikit:seeded';

/** Of an API key (ADR 20), beside the two of its stage. Nobody has been given its value yet. */
export const UNSEEN_TAG = 'apikit:unseen';
/** The id of the key whose place it takes. */
export const REPLACES_TAG = 'apikit:replaces';
/** Until when it works beside the one that takes its place. */
export const ENDS_TAG = 'apikit:ends';
/** From when on it may be deleted. */
export const DELETE_AFTER_TAG = 'apikit:delete-after';
/** The usage plan that apikit put it into, as apikit.yaml calls it. */
export const PLAN_TAG = 'apikit:plan';

type Tagged = StageIdentity & { readonly tags: Tags; readonly preview?: object };

/** The user's tags and, over them, ours. */
export function stageTags({ app, stage, tags, preview }: Tagged): Tags {
  return { ...tags, [APP_TAG]: app, [STAGE_TAG]: stage, ...(preview && { [PREVIEW_TAG]: 'true' }) };
}

/** Whose tags these are: of a stage, all of which have both. */
export const identityIn = (tags: Tags): StageIdentity => ({ app: tags[APP_TAG] ?? '', stage: tags[STAGE_TAG] ?? '' });
