/** Samples of the requests that the rules of a web ACL blocked or counted. AWS WAF keeps them for three hours. */
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Right } from '../../engine/rights.ts';
import { ownWebAcls } from '../arns/own-arns.ts';
import { SCOPE } from './regional.ts';

export interface SampledRequest {
  /** The name of the rule; `default action` if no rule ended the evaluation. */
  readonly rule: string;
  /** The rule inside of a rule group, without the group: `SizeRestrictions_BODY`. */
  readonly within?: string;
  readonly counted: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly address: string;
  /** For example `POST /prod/items`. */
  readonly request: string;
}

/** `existing` is the ARN of a web ACL that somebody else manages. */
export const sampleRight = (existing?: string): Right => ({
  actions: ['wafv2:GetWebACL', 'wafv2:GetSampledRequests'],
  on: existing === undefined ? ownWebAcls : () => [existing],
});

const THREE_HOURS = 3 * 3_600_000;

/** For each rule. */
const MOST = 100;

/** Makes a call for the web ACL and one for each of its rules. Returns the newest first. */
export async function sampledRequests(client: WAFV2Client, arn: string, now: number): Promise<SampledRequest[]> {
  const { GetSampledRequestsCommand, GetWebACLCommand } = await import('@aws-sdk/client-wafv2');
  const { WebACL } = await client.send(new GetWebACLCommand({ ARN: arn }));
  const rules = (WebACL?.Rules ?? []).filter(({ Action }) => Action?.Allow === undefined);
  const metrics = rules.map(({ Name = '', VisibilityConfig }) => [Name, VisibilityConfig?.MetricName ?? Name] as const);
  const all = WebACL?.DefaultAction?.Block ? [...metrics, ['default action', 'Default_Action'] as const] : metrics;
  const TimeWindow = { StartTime: new Date(now - THREE_HOURS), EndTime: new Date(now) };
  const found = await Promise.all(
    all.map(async ([rule, RuleMetricName]) => {
      const { SampledRequests = [] } = await client.send(
        new GetSampledRequestsCommand({ WebAclArn: arn, RuleMetricName, Scope: SCOPE, TimeWindow, MaxItems: MOST }),
      );
      return SampledRequests.map(
        ({ Request, Action, Timestamp, RuleNameWithinRuleGroup: within }): SampledRequest => ({
          rule,
          ...(within !== undefined && { within: within.slice(within.lastIndexOf('#') + 1) }),
          counted: Action === 'COUNT',
          at: Timestamp?.getTime() ?? 0,
          address: Request?.ClientIP ?? '',
          request: `${Request?.Method} ${Request?.URI}`,
        }),
      );
    }),
  );
  return found.flat().sort((a, b) => b.at - a.at);
}
