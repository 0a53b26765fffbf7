/** Which release a user means: by its id or the beginning of it, as the one before, or by a time. */
import { type HistoryEntry, releaseOf } from '../../../aws/releases/release-record.ts';
import { servedAt } from '../../../aws/releases/switch-record.ts';
import { ApikitError, EXIT, usageError } from '../../../errors.ts';
import type { StageReleases } from '../../../stage/releases/stage-releases.ts';
import { minute } from '../../../ui/moment.ts';
import { parseMoment } from '../time-ago.ts';

export const PREVIOUS = 'previous';

interface Named {
  /** What was typed. */
  readonly text: string;
  readonly stage: StageReleases;
  /** `items-api/prod` */
  readonly of: string;
  /** ms since the epoch */
  readonly now: number;
}

/** Throws a usage error, which says what there is. */
export function chooseRelease({ text, stage, of, now }: Named): HistoryEntry {
  // Every id begins with an empty text, so that it would mean all of them.
  if (text === '')
    throw usageError('The id of the release is empty.', 'Name one of the releases that `apikit releases` lists.');
  if (text === PREVIOUS) return previousRelease(stage, of);
  const byId = stage.releases.filter(({ record }) => record.release.startsWith(text));
  const ids = new Set(byId.map(({ record }) => record.release));
  if (ids.size > 1) throw usageError(`"${text}" is the beginning of several releases: ${[...ids].join(', ')}.`);
  if (byId[0]) return byId[0];
  const moment = parseMoment(text, now);
  if (moment !== undefined) return releaseAt(moment, stage, of);
  throw usageError(
    `${of} keeps no release ${text}: ${known(stage)}`,
    'A release that was pruned, or that belongs to another stage, cannot be served again. function.keepReleases in apikit.yaml says how many are kept.',
  );
}

/** What was live before the last switch, so that taking a rollback back is a rollback; else the next older one. */
function previousRelease({ releases, live, switched }: StageReleases, of: string): HistoryEntry {
  const before = releases.find(({ deploymentId }) => deploymentId === switched?.from && deploymentId !== live);
  if (before) return before;
  const at = releases.findIndex(({ deploymentId }) => deploymentId === live);
  const older = at === -1 ? releases[0] : releases.slice(at + 1).find((one) => differs(one, releases[at]));
  if (older) return older;
  throw new ApikitError('NoPreviousRelease', `${of} has no release before the one that it serves.`, {
    exitCode: EXIT.usage,
    hint: 'There is nothing to go back to: change the project and deploy.',
  });
}

const differs = (one: HistoryEntry, other: HistoryEntry | undefined): boolean =>
  one.record.release !== other?.record.release;

/** What was live then: a release that failed its test, or that was only a canary, never was. */
function releaseAt(moment: number, stage: StageReleases, of: string): HistoryEntry {
  const { releases, live, switched } = stage;
  const served = servedAt(switched, live, moment);
  if (served !== undefined) {
    const then = releaseOf(releases, served);
    if (then) return then;
    throw usageError(
      `What ${of} served at ${minute(new Date(moment).toISOString())} is no longer kept: ${known(stage)}`,
      'Name one of those.',
    );
  }
  // The stage does not tell that far back.
  const found = releases.find(({ record }) => Date.parse(record.time) <= moment);
  if (found) return found;
  throw usageError(
    `${of} keeps no release from before ${minute(new Date(moment).toISOString())}: ${known(stage)}`,
    'Name one of those.',
  );
}

function known({ releases }: StageReleases): string {
  if (releases.length === 0) return 'it keeps none that apikit made.';
  return `it keeps ${releases.map(({ record }) => `${record.release} (${minute(record.time)})`).join(', ')}.`;
}
