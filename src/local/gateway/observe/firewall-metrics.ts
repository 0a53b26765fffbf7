/** The metrics of AWS/WAFV2: for each rule that applied to a request, and for all of them together (`ALL`). */
import type { Meter, MetricSink } from '../../cloud/cloud.ts';
import { DEFAULT_ACTION } from '../firewall/applied.ts';
import type { Invocation } from '../invocation.ts';

const NAMES = { ALLOW: 'AllowedRequests', BLOCK: 'BlockedRequests', COUNT: 'CountedRequests' } as const;

export function createFirewallMetrics(sink: MetricSink): (invocation: Invocation) => void {
  const known = new Map<string, Meter>();
  return ({ stage, firewall }) => {
    if (!stage || !firewall) return;
    const { scope } = stage;
    const WebACL = firewall.acl.visibility.MetricName;
    const count = (name: string, rule: string) => {
      // The default action counts under the name of the web ACL itself.
      const Rule = rule === DEFAULT_ACTION ? WebACL : rule;
      const key = `${scope.region} ${WebACL} ${Rule} ${name}`;
      const meter =
        known.get(key) ??
        sink.meter(scope, {
          namespace: 'AWS/WAFV2',
          name,
          dimensions: { WebACL, Region: scope.region, Rule },
          unit: 'Count',
        });
      known.set(key, meter);
      meter(1);
    };
    const { final, counted } = firewall.verdict;
    for (const { metric, action } of [...counted, final]) count(NAMES[action], metric);
    count(NAMES[final.action], 'ALL');
    if (counted.length > 0) count(NAMES.COUNT, 'ALL');
  };
}
