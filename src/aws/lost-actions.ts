/** IAM actions that a role's policies were made with and that they do not allow any more. A read for each policy. */
import { GetRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { KeptRelease } from '../stack/kept-release.ts';
import { parsePolicy } from './policy-document.ts';
import { ifThere } from './sdk-error.ts';

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
}

/** Sorted, each once. */
export async function lostActions(
  client: IAMClient,
  RoleName: string,
  policies: KeptRelease['policies'],
): Promise<string[]> {
  const lost = await Promise.all(
    Object.entries(policies).map(async ([PolicyName, needed]) => {
      const answer = await ifThere(client.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      const has = new Set(allowedBy(parsePolicy(answer?.PolicyDocument)));
      return allowedBy(needed).filter((action) => !has.has(action) && !has.has('*'));
    }),
  );
  return [...new Set(lost.flat())].sort();
}

function allowedBy(document: unknown): string[] {
  const { Statement = [] } = (document ?? {}) as { Statement?: Statement | Statement[] };
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  return statements.flatMap(({ Effect, Action = [] }) => (Effect === 'Allow' ? Action : []));
}
