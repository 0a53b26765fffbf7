/** Mute rules of alarms as they are stored. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Schedule } from '../../models/cloudwatch.ts';

/** Collection `cloudwatch.muteRules`, keyed by name. Times are epoch milliseconds. */
export interface MuteRule {
  readonly name: string;
  readonly description?: string;
  readonly schedule: Schedule;
  readonly targets: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly updatedAt: number;
  readonly tags: readonly Tag[];
}

export const muteRulesOf = (context: OperationContext) =>
  context.cloud.collection<MuteRule>(context, 'cloudwatch.muteRules');

/** The format in the model of PutAlarmMuteRule. */
export const muteRuleArn = ({ account, region }: OperationContext, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm-mute-rule:${name}`;
