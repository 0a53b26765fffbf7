/** The name and the tag of everything that a run creates. */

export const PREFIX = 'apikit-truth-';
/** ISO 8601. After this time, `--sweep` treats resources with the tag as left behind. */
export const EXPIRES_TAG = 'apikit:truth-expires';
/** ms. The probes take some twenty minutes on AWS, most of them for the cache. */
export const LIFETIME = 2 * 60 * 60 * 1000;
/** The stage of every API of the probes. */
export const STAGE = 'truth';
