/** Finds what the policies of a role are about. Pure. */
import { statementsIn, textsIn } from '../../iam/policy-statements.ts';

/** The ARNs of everything that these inline policies allow something on. */
export const targetsIn = (policies: unknown): string[] =>
  Object.values(policies ?? {}).flatMap((policy) => statementsIn(policy).flatMap(({ Resource }) => textsIn(Resource)));
