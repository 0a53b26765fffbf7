/**
 * AWS WAF, before every other check of the stage: "AWS WAF rules are evaluated before other access control features"
 * (Developer Guide, "Use AWS WAF to protect your REST APIs").
 */
import { firewallOf, stageArn } from '../../state/firewall.ts';
import { inspectedRequest } from '../firewall/inspected-request.ts';
import { keepSamples } from '../firewall/keep-samples.ts';
import { verdictOf } from '../firewall/verdict.ts';
import { blockedByFirewall } from '../gateway-error.ts';
import type { Handler } from './handler.ts';

export const inspectRequest: Handler = (invocation, { cloud, rates }) => {
  const { scope } = invocation.stage!;
  const firewall = firewallOf(cloud, scope);
  if (firewall.associations.size === 0) return undefined;
  const arn = firewall.associations.get(stageArn(scope, invocation.target.apiId, invocation.stageName));
  const acl = firewall.webAcls.get(arn ?? '');
  if (acl === undefined) return undefined;
  const now = cloud.clock.now();
  const request = inspectedRequest(invocation);
  const verdict = verdictOf(acl, request, firewall, rates, now);
  keepSamples(firewall, acl, verdict, request, invocation);
  invocation.firewall = { acl, verdict, latency: cloud.clock.now() - now };
  if (verdict.final.action === 'BLOCK') {
    const { metric, within } = verdict.final;
    throw blockedByFirewall(`rule ${metric}${within === undefined ? '' : ` (${within})`} of web ACL ${acl.name}`);
  }
  return undefined;
};
