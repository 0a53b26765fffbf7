/** By what everything that a run makes is known. */

export const PREFIX = 'apikit-truth-';
/** ISO 8601: from then on `--sweep` takes what carries the tag for left behind. */
export const EXPIRES_TAG = 'apikit:truth-expires';
/** ms. The probes take some twenty minutes on AWS, most of them for the cache. */
export const LIFETIME = 2 * 60 * 60 * 1000;
/** The stage of every API of the probes. */
export const STAGE = 'truth';
