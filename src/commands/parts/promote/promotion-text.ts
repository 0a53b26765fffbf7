/** The text that `promote` shows before it asks: the release, the two stages, and their differences. Pure. */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { StageDifferences } from '../../../stage/promotion/stage-differences.ts';
import { callerName } from '../../../ui/caller-name.ts';
import { minute } from '../../../ui/moment.ts';
import { fieldLines } from '../../../ui/plan-text.ts';
import type { Theme } from '../../../ui/theme.ts';

interface StageLocation {
  readonly app: string;
  readonly stage: string;
  readonly account: string;
  readonly region: string;
}

/** For example `items-api/staging (account 123456789012, eu-west-1)`. */
export const locationText = ({ app, stage, account, region }: StageLocation): string =>
  `${app}/${stage} (account ${account}, ${region})`;

export function promotionLines(
  { record }: HistoryEntry,
  [from, to]: readonly [StageLocation, StageLocation],
  { settings, environment, inexact }: StageDifferences,
  theme: Theme,
): string[] {
  const { release, time, by, revision } = record;
  const who = by === undefined ? '' : ` by ${callerName(by)}`;
  const named = (names: readonly string[], what: string) =>
    names.length === 0 ? [] : [`  environment ${what}: ${names.join(', ')}`];
  const differing = [
    ...settings.flatMap(({ setting, from: had, to: has }) =>
      fieldLines({ path: setting, from: had ?? undefined, to: has ?? undefined }, theme).map((line) => `  ${line}`),
    ),
    ...named(environment.differing, 'with different values'),
    ...named(environment.missing, `only in ${from.stage}`),
    ...named(environment.added, `only in ${to.stage}`),
  ];
  return [
    `${theme.bold(`release ${release}`)}, created ${minute(time)}${who}${revision === undefined ? '' : ` from ${revision}`}`,
    `from ${locationText(from)}`,
    `to   ${locationText(to)}`,
    '',
    ...(differing.length === 0
      ? [`${from.stage} and ${to.stage} have the same settings.`]
      : [`Settings that differ (${from.stage} → ${to.stage}):`, ...differing]),
    ...inexact,
    '',
  ];
}
