/**
 * Properties try the same cases in every run: a suite that passes on one machine passes on the next.
 * `PROPERTY_SEED=random` tries others, and a number those of one run again.
 */
import fc from 'fast-check';

const asked = process.env.PROPERTY_SEED;
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked ?? 20_261_129) });
