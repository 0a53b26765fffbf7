/** The scope of a request: API Gateway's web ACLs are regional, and those of CloudFront are not emulated. */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import { firewallOf } from '../../state/firewall.ts';
import { invalidParameter } from './errors.ts';

export function requireRegional(scope: string | undefined): void {
  if (scope !== undefined && scope !== 'REGIONAL') throw notImplemented(`AWS WAF with the scope ${scope}`);
}

export const firewall = (context: OperationContext) => firewallOf(context.cloud, context);

/** The ARN of a new web ACL or IP set. */
export const regionalArn = (
  { region, account }: OperationContext,
  kind: 'webacl' | 'ipset',
  name: string,
  id: string,
) => `arn:aws:wafv2:${region}:${account}:regional/${kind}/${name}/${id}`;

export const page = pagesOf((token) => invalidParameter('NEXT_MARKER', token, 'The next marker is invalid.'));
