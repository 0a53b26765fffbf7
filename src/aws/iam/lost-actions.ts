/** The IAM actions that a role's policies allowed at a deploy and no longer allow. One read for each policy. */
import { GetRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { statementsIn, textsIn } from '../../iam/policy-statements.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { parsePolicy } from './policy-document.ts';

/** Returns the actions sorted, each once. */
export async function lostActions(
  client: IAMClient,
  RoleName: string,
  policies: Readonly<Record<string, object>>,
): Promise<string[]> {
  const lost = await Promise.all(
    Object.entries(policies).map(async ([PolicyName, needed]) => {
      const answer = await undefinedIfNotFound(client.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      const has = new Set(allowedBy(parsePolicy(answer?.PolicyDocument)));
      return allowedBy(needed).filter((action) => !has.has(action) && !has.has('*'));
    }),
  );
  return [...new Set(lost.flat())].sort();
}

function allowedBy(document: unknown): string[] {
  return statementsIn(document).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? textsIn(Action) : []));
}
