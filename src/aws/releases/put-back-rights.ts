/**
 * Gives the role of a function the rights that a release needs, beside those that it has: the release that is live, and whatever
 * comes after it, stays able to do what it does. A deploy takes away what nobody needs any more.
 */
import { GetRolePolicyCommand, type IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { parsePolicy, samePolicy } from '../iam/policy-document.ts';
import { policyUnion } from '../iam/policy-union.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';
import type { KeptRelease } from './kept-release.ts';

/** Policies by name that lack something that a release needs, as they should be. A read for each policy; nothing is written. */
export async function missingRights(
  client: IAMClient,
  RoleName: string,
  policies: KeptRelease['policies'],
): Promise<Record<string, object>> {
  const found = await Promise.all(
    Object.entries(policies).map(async ([PolicyName, needed]) => {
      const answer = await ifThere(client.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      const has = parsePolicy(answer?.PolicyDocument);
      const both = policyUnion(needed, has);
      return samePolicy(both, has) ? [] : [[PolicyName, both] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** A write for each policy. */
export async function putBackRights(
  client: IAMClient,
  RoleName: string,
  policies: Readonly<Record<string, object>>,
): Promise<void> {
  for (const [PolicyName, document] of Object.entries(policies)) {
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }));
  }
}
