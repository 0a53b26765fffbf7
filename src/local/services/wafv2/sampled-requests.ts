/** GetSampledRequests: the requests of the last three hours to which a rule applied. */
import { samplesKey } from '../../state/firewall.ts';
import { invalidParameter, nonexistent } from './errors.ts';
import { operation } from './operation.ts';
import { firewall, requireRegional } from './scope.ts';

const THREE_HOURS = 3 * 3_600_000;

export const getSampledRequests = operation(
  'GetSampledRequests',
  ({ WebAclArn, RuleMetricName, Scope, TimeWindow, MaxItems }, context) => {
    requireRegional(Scope);
    const { webAcls, samples } = firewall(context);
    if (!webAcls.get(WebAclArn)) throw nonexistent();
    const end = TimeWindow.EndTime.getTime();
    // "If you specify a start time that's earlier than three hours ago, AWS WAF sets it to three hours ago."
    const start = Math.max(TimeWindow.StartTime.getTime(), context.cloud.clock.now() - THREE_HOURS);
    if (TimeWindow.StartTime.getTime() > end) {
      throw invalidParameter('TIME_WINDOW', 'TimeWindow', 'The start time is after the end time');
    }
    const matching = (samples.get(samplesKey(WebAclArn, RuleMetricName)) ?? []).filter(
      ({ at }) => at >= start && at <= end,
    );
    return {
      SampledRequests: matching
        .slice(-MaxItems)
        .map(({ at, request }) => ({ ...request, Weight: 1, Timestamp: new Date(at) })),
      PopulationSize: matching.length,
      TimeWindow: { StartTime: new Date(start), EndTime: new Date(end) },
    };
  },
);
