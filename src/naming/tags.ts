/** The tags that say which stage owns a resource. Pure. */
import type { StageIdentity } from './names.ts';

export type Tags = Record<string, string>;

export const APP_TAG = 'apikit:app';
export const STAGE_TAG = 'apikit:stage';
/** A restored table has this tag. Its value is the stage's table that it replaces, by its name in `apikit.yaml`. */
export const TABLE_TAG = 'apikit:table';
/**
 * A table with the stage's own name has these tags after the stage was switched to a restored table: the table that
 * serves now (which may be the table itself), and the table that served before (ADR 18). Deploys neither write nor
 * remove them.
 */
export const SERVED_BY_TAG = 'apikit:served-by';
export const LEFT_TAG = 'apikit:served-before';
/** A queue has this tag if a function consumes it, or did so before. Deploys never remove it. */
export const CONSUMED_TAG = 'apikit:consumed';
/** Every resource of a preview stage has this tag. apikit may remove such a stage after it expires. */
export const PREVIEW_TAG = 'apikit:preview';
/** The API of a preview stage has this tag, with the time at which the stage expires. */
export const EXPIRES_TAG = 'apikit:expires';

/** The API of a preview stage has this tag after its tables received their first items. */
export const SEEDED_TAG = 'apikit:seeded';

/** An API key (ADR 20) has this tag, beside the tags of its stage, until its value is shown. */
export const UNSEEN_TAG = 'apikit:unseen';
/** The ID of the key that this key replaces. */
export const REPLACES_TAG = 'apikit:replaces';
/** The time at which a replaced key expires. Until then both keys work. */
export const ENDS_TAG = 'apikit:ends';
/** The time after which a key may be deleted. */
export const DELETE_AFTER_TAG = 'apikit:delete-after';
/** The usage plan that apikit added the key to, by its name in `apikit.yaml`. */
export const PLAN_TAG = 'apikit:plan';

/** A domain has this tag from before its former endpoint goes until the certificate of that endpoint does: its ARN. */
export const FORMER_CERTIFICATE_TAG = 'apikit:former-certificate';

/**
 * The API of a stage with a custom domain has this tag: the domain and base path (`api.example.com/v1`), several of
 * them with a space in between while they change. A domain and a certificate that apikit created have it, too, with the
 * name of the domain. They have no tags of a stage, because the stages of several apps may share them.
 */
export const DOMAIN_TAG = 'apikit:domain';

/**
 * An API has this tag while its default address is turned off or on, until its stage has the change, too. API Gateway
 * does not show which of both a stage has.
 */
export const SWITCHING_TAG = 'apikit:switching-address';

/**
 * The tags that resources have beside those of their stage, by the resource. All other resources have none. A new tag
 * belongs in this list, because `tags` in apikit.yaml leaves room for all of them.
 */
export const OWN_TAGS = {
  api: [SEEDED_TAG, EXPIRES_TAG, DOMAIN_TAG, SWITCHING_TAG],
  apiKey: [PLAN_TAG, UNSEEN_TAG, REPLACES_TAG, ENDS_TAG, DELETE_AFTER_TAG],
  // A domain has none of the tags of a stage.
  domain: [FORMER_CERTIFICATE_TAG],
  queue: [CONSUMED_TAG],
  table: [TABLE_TAG, SERVED_BY_TAG, LEFT_TAG],
} as const;

/** The most tags of apikit that a resource can have: those of the stage, and its own. */
export function mostOwnTags(isPreview: boolean): number {
  const ofStage = isPreview ? 3 : 2;
  return ofStage + Math.max(...Object.values(OWN_TAGS).map(({ length }) => length));
}

type Tagged = StageIdentity & { readonly tags: Tags; readonly preview?: object };

/** Returns the user's tags and apikit's own, which win. */
export function stageTags({ app, stage, tags, preview }: Tagged): Tags {
  return { ...tags, [APP_TAG]: app, [STAGE_TAG]: stage, ...(preview && { [PREVIEW_TAG]: 'true' }) };
}

/** Returns the stage that these tags name. Every resource of a stage has both tags. */
export const identityIn = (tags: Tags): StageIdentity => ({ app: tags[APP_TAG] ?? '', stage: tags[STAGE_TAG] ?? '' });
