/**
 * Adds the permissions that a release needs to the function's role, and keeps the ones that it has: the live release
 * and later ones must still work. The next deploy removes what nobody needs any more.
 */
import { GetRolePolicyCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { parsePolicy, samePolicy } from '../iam/policy-document.ts';
import { policyUnion } from '../iam/policy-union.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import type { KeptRelease } from './kept-release.ts';

/**
 * Returns the policies, by name, that lack a permission that the release needs, as they should be. One read for each
 * policy, and no writes.
 */
export async function missingRights(
  client: IAMClient,
  RoleName: string,
  policies: KeptRelease['policies'],
): Promise<Record<string, object>> {
  const found = await Promise.all(
    Object.entries(policies).map(async ([PolicyName, needed]) => {
      const answer = await undefinedIfNotFound(client.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      const has = parsePolicy(answer?.PolicyDocument);
      const both = policyUnion(needed, has);
      return samePolicy(both, has) ? [] : [[PolicyName, both] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Makes one write for each policy. */
export async function restorePolicies(
  client: IAMClient,
  RoleName: string,
  policies: Readonly<Record<string, object>>,
): Promise<void> {
  for (const [PolicyName, document] of Object.entries(policies)) {
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }));
  }
}
