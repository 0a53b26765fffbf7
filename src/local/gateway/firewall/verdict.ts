/** Applies the rules of a web ACL to a request, in the order of their priorities. */
import type { Rule } from '../../models/wafv2.ts';
import type { Firewall, WebAcl } from '../../state/firewall.ts';
import { type Applied, DEFAULT_ACTION, type Verdict } from './applied.ts';
import type { InspectedRequest } from './inspected-request.ts';
import type { RequestRates } from './request-rates.ts';
import { evaluate } from './statements.ts';

export function verdictOf(
  acl: WebAcl,
  request: InspectedRequest,
  { ipSets }: Pick<Firewall, 'ipSets'>,
  rates: RequestRates,
  now: number,
): Verdict {
  const counted: Applied[] = [];
  for (const rule of [...acl.rules].sort((a, b) => a.Priority - b.Priority)) {
    const result = evaluate(rule.Statement, request, {
      ipSet: (arn) => ipSets.get(arn),
      rate: (window) => rates.count(`${acl.arn} ${rule.Name} ${request.ip}`, window, now),
    });
    if (!result?.matches) continue;
    const applied = {
      metric: rule.VisibilityConfig.MetricName,
      action: actionOf(rule),
      ...(result.within !== undefined && { within: result.within }),
    };
    if (applied.action !== 'COUNT') return { final: applied, counted };
    counted.push(applied);
  }
  return { final: { metric: DEFAULT_ACTION, action: acl.defaultAction.Allow ? 'ALLOW' : 'BLOCK' }, counted };
}

/** A rule of a managed group blocks, unless the action of the group is overridden. */
function actionOf({ Action, OverrideAction }: Rule): Applied['action'] {
  if (OverrideAction) return OverrideAction.Count ? 'COUNT' : 'BLOCK';
  if (Action?.Allow) return 'ALLOW';
  return Action?.Count ? 'COUNT' : 'BLOCK';
}
