/**
 * A silence of the stage's alarms: one CloudWatch mute rule, which ends by itself. CloudWatch still evaluates the
 * alarms. At the end it notifies about those that are in `ALARM` (docs/aws/cloudwatch.md).
 */
import {
  type CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  GetAlarmMuteRuleCommand,
  PutAlarmMuteRuleCommand,
} from '@aws-sdk/client-cloudwatch';
import { type StageIdentity, silenceName } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { toTagList } from '../ownership/ownership.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface Silence {
  /** ISO 8601, to the minute. */
  readonly from: string;
  readonly until: string;
  readonly reason: string | null;
  /** The names of the alarms in CloudWatch. */
  readonly alarms: readonly string[];
}

const MINUTE = 60_000;
/** The limits of CloudWatch: `PT1M` to `P15D`, and 100 alarms. */
export const SHORTEST_SILENCE = MINUTE;
export const LONGEST_SILENCE = 15 * 24 * 60 * MINUTE;
export const MOST_SILENCED = 100;

const SAID = 'Silenced with apikit';

/** Returns `undefined` if there is no silence, or if it has ended. */
export async function silenceOf(
  client: CloudWatchClient,
  stage: StageIdentity,
  now: number,
): Promise<Silence | undefined> {
  const rule = await undefinedIfNotFound(
    client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: silenceName(stage) })),
  );
  const { Expression = '', Duration = '' } = rule?.Rule?.Schedule ?? {};
  const from = Date.parse(`${/^at\((.*)\)$/.exec(Expression)?.[1]}Z`);
  const until = from + lengthOf(Duration);
  if (rule === undefined || Number.isNaN(until) || until <= now) return undefined;
  const description = rule.Description ?? '';
  return {
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    reason: description.startsWith(`${SAID}: `) ? description.slice(SAID.length + 2) : null,
    alarms: rule.MuteTargets?.AlarmNames ?? [],
  };
}

/**
 * Silences from the next full minute on, because CloudWatch accepts whole minutes only. Replaces an existing silence.
 */
export async function silence(
  client: CloudWatchClient,
  { stage, alarms, length, reason, now, tags }: SilenceWish,
): Promise<Silence> {
  const from = Math.ceil((now + 1) / MINUTE) * MINUTE;
  const until = from + length;
  await client.send(
    new PutAlarmMuteRuleCommand({
      Name: silenceName(stage),
      Description: reason === null ? SAID : `${SAID}: ${reason}`,
      Rule: {
        Schedule: {
          Expression: `at(${new Date(from).toISOString().slice(0, 16)})`,
          Duration: isoDuration(length),
          Timezone: 'UTC',
        },
      },
      MuteTargets: { AlarmNames: [...alarms] },
      Tags: toTagList(tags),
    }),
  );
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString(), reason, alarms };
}

interface SilenceWish {
  readonly stage: StageIdentity;
  readonly alarms: readonly string[];
  /** Milliseconds, a number of full minutes. */
  readonly length: number;
  readonly reason: string | null;
  readonly now: number;
  readonly tags: Tags;
}

export async function endSilence(client: CloudWatchClient, stage: StageIdentity): Promise<void> {
  await client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: silenceName(stage) }));
}

/** For example `P1DT2H30M`. */
function isoDuration(milliseconds: number): string {
  const minutes = milliseconds / MINUTE;
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const time = `${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`;
}

/** The length of a duration, which somebody else may have written. */
function lengthOf(duration: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (!found) return Number.NaN;
  const [, days = 0, hours = 0, minutes = 0] = found;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * MINUTE;
}
