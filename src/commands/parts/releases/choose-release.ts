/** Finds the release that a user means: by its ID or the beginning of it, as the previous release, or by a time. */
import { type HistoryEntry, releaseOf } from '../../../aws/releases/release-record.ts';
import { servedAt } from '../../../aws/releases/switch-record.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import type { StageReleases } from '../../../stage/releases/stage-releases.ts';
import { minute } from '../../../ui/moment.ts';
import { parseMoment } from '../time-ago.ts';

export const PREVIOUS = 'previous';

interface Named {
  /** The user's text. */
  readonly text: string;
  readonly stage: StageReleases;
  /** For example `items-api/prod`. */
  readonly of: string;
  /** In ms since the epoch. */
  readonly now: number;
}

/** Throws a usage error that lists the releases. */
export function chooseRelease({ text, stage, of, now }: Named): HistoryEntry {
  // An empty text is the beginning of every ID, so it would match all releases.
  if (text === '')
    throw usageError('The ID of the release is empty.', 'Name one of the releases that `apikit releases` lists.');
  if (text === PREVIOUS) return previousRelease(stage, of);
  const byId = stage.releases.filter(({ record }) => record.release.startsWith(text));
  const ids = new Set(byId.map(({ record }) => record.release));
  if (ids.size > 1) throw usageError(`"${text}" is the beginning of several releases: ${[...ids].join(', ')}.`);
  if (byId[0]) return byId[0];
  const moment = parseMoment(text, now);
  if (moment !== undefined) return releaseAt(moment, stage, of);
  throw usageError(
    `${of} has no release ${text}: ${known(stage)}`,
    'A pruned release, or a release of another stage, cannot be served again. function.keepReleases in apikit.yaml sets how many releases are kept.',
  );
}

/**
 * The release that was live before the last switch, so that a rollback can undo a rollback. Otherwise the next older
 * release.
 */
function previousRelease({ releases, live, switched }: StageReleases, of: string): HistoryEntry {
  const before = releases.find(({ deploymentId }) => deploymentId === switched?.from && deploymentId !== live);
  if (before) return before;
  const at = releases.findIndex(({ deploymentId }) => deploymentId === live);
  const older = at === -1 ? releases[0] : releases.slice(at + 1).find((one) => differs(one, releases[at]));
  if (older) return older;
  throw new ApikitError('NoPreviousRelease', `${of} has no release before the live one.`, {
    exitCode: EXIT.usage,
    hint: 'There is no release to roll back to: change the project and deploy.',
  });
}

const differs = (one: HistoryEntry, other: HistoryEntry | undefined): boolean =>
  one.record.release !== other?.record.release;

/**
 * The release that was live at that time. A release that failed its test, or that was only a canary, was never live.
 */
function releaseAt(moment: number, stage: StageReleases, of: string): HistoryEntry {
  const { releases, live, switched } = stage;
  const served = servedAt(switched, live, moment);
  if (served !== undefined) {
    const then = releaseOf(releases, served);
    if (then) return then;
    throw usageError(
      `The release that ${of} served at ${minute(new Date(moment).toISOString())} is no longer kept: ${known(stage)}`,
      'Name one of these releases.',
    );
  }
  // The stage has no record of that time.
  const found = releases.find(({ record }) => Date.parse(record.time) <= moment);
  if (found) return found;
  throw usageError(
    `${of} has no release from before ${minute(new Date(moment).toISOString())}: ${known(stage)}`,
    'Name one of these releases.',
  );
}

function known({ releases }: StageReleases): string {
  if (releases.length === 0) return 'it has none that apikit created.';
  return `it has ${releases.map(({ record }) => `${record.release} (${minute(record.time)})`).join(', ')}.`;
}
