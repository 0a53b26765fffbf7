/** The settings of a cost monitor and its subscription, as AWS takes them and as apikit compares them. Pure. */
import type { AnomalySubscription, Expression } from '@aws-sdk/client-cost-explorer';
import { isTopicArn } from '../../../naming/alarm-recipients.ts';
import { APP_TAG, type Tags } from '../../../naming/tags.ts';
import type { AnomalyMonitorProperties, SubscriptionSettings } from './shape.ts';

/** Selects the costs of the whole app: a custom monitor takes one tag key (docs/aws/cost-anomalies.md). */
export const ofApp = (tags: Tags): Expression => ({ Tags: { Key: APP_TAG, Values: [tags[APP_TAG] ?? ''] } });

/** Returns the values by tag key. An expression of another form is returned as text, so that it never equals ours. */
export function monitoredBy(expression: Expression = {}): string | { readonly [tag: string]: readonly string[] } {
  const { Key, Values } = expression.Tags ?? {};
  if (Key === undefined || Values === undefined) return JSON.stringify(expression);
  // Some tools write the key of a user-defined tag in the form of the billing reports.
  return { [Key.replace(/^user:/, '')]: [...Values].sort() };
}

export const wantedSettings = ({ threshold, frequency, notify }: AnomalyMonitorProperties): SubscriptionSettings => ({
  threshold,
  frequency,
  notify: [...notify].sort(),
});

const IMPACT = 'ANOMALY_TOTAL_IMPACT_ABSOLUTE';

export function subscriptionInput({ threshold, frequency, notify }: AnomalyMonitorProperties) {
  return {
    Frequency: FREQUENCIES[frequency],
    Subscribers: notify.map((Address) => ({ Address, Type: isTopicArn(Address) ? 'SNS' : 'EMAIL' }) as const),
    ThresholdExpression: {
      Dimensions: { Key: IMPACT, MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: [String(threshold)] },
    },
  } satisfies Partial<AnomalySubscription>;
}

const FREQUENCIES = { daily: 'DAILY', weekly: 'WEEKLY', immediate: 'IMMEDIATE' } as const;

export function describedSettings({ ThresholdExpression, Frequency, Subscribers }: AnomalySubscription) {
  return {
    threshold: thresholdOf(ThresholdExpression),
    frequency: String(Frequency).toLowerCase(),
    notify: (Subscribers ?? []).map(({ Address = '' }) => Address).sort(),
  } satisfies SubscriptionSettings;
}

/** AWS may return a number in another form: `20` as `20.0`. */
function thresholdOf(expression: Expression = {}): number | string {
  const { Key, Values = [] } = expression.Dimensions ?? {};
  return Key === IMPACT && Values.length === 1 ? Number(Values[0]) : JSON.stringify(expression);
}
