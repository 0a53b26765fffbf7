/** The Principal and NotPrincipal elements of resource policies and trust policies. */

import type { Principal } from './policy-request.ts';
import { PolicySyntaxError } from './policy-syntax-error.ts';

/**
 * How a statement names a caller. `account`: it names only the caller's account, and the policies of this account
 * decide. `named`: it names the caller or everybody.
 */
export type PrincipalMatch = 'no' | 'account' | 'named';

export type PrincipalMatcher = (principal: Principal) => PrincipalMatch;

const KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
type Kind = (typeof KINDS)[number];

type Named = Readonly<Record<Kind, ReadonlySet<string>>>;

/** Throws PolicySyntaxError. */
export function compilePrincipal(element: unknown): PrincipalMatcher {
  const named = readPrincipals(element);
  return (principal) => {
    if (named.AWS.has('*')) return 'named';
    if (principal.type === 'anonymous') return 'no';
    if (principal.type === 'service') {
      return named.Service.has(principal.name) || named.Service.has('*') ? 'named' : 'no';
    }
    if (identities(principal).some((arn) => named.AWS.has(arn))) return 'named';
    return accountForms(principal.account).some((form) => named.AWS.has(form)) ? 'account' : 'no';
  };
}

/**
 * Matches everybody except the named principals. A caller is several principals at once (a session, its role, its
 * account), and is excluded only if all of them are named (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
 */
export function compileNotPrincipal(element: unknown): PrincipalMatcher {
  const named = readPrincipals(element);
  return (principal) => {
    if (named.AWS.has('*')) return 'no';
    if (principal.type === 'anonymous') return 'named';
    if (principal.type === 'service') return named.Service.has(principal.name) ? 'no' : 'named';
    const accountNamed = accountForms(principal.account).some((form) => named.AWS.has(form));
    const { arn, roleArn } = principal;
    const itselfNamed =
      arn.endsWith(':root') || (named.AWS.has(arn) && (roleArn === undefined || named.AWS.has(roleArn)));
    const excepted = accountNamed && itselfNamed;
    return excepted ? 'no' : 'named';
  };
}

/** The root user is its account: a statement that names the account names the root user. */
function identities({ arn, roleArn, account }: Extract<Principal, { type: 'aws' }>): string[] {
  if (roleArn !== undefined) return [arn, roleArn];
  return arn.endsWith(':root') ? [arn, account] : [arn];
}

const accountForms = (account: string) => [account, `arn:aws:iam::${account}:root`];

function readPrincipals(element: unknown): Named {
  const none = {
    AWS: new Set<string>(),
    Service: new Set<string>(),
    Federated: new Set<string>(),
    CanonicalUser: new Set<string>(),
  };
  if (element === '*') return { ...none, AWS: new Set(['*']) };
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    throw new PolicySyntaxError('Invalid principal in policy');
  }
  const read: Record<Kind, Set<string>> = none;
  for (const [kind, value] of Object.entries(element)) {
    if (!KINDS.includes(kind as Kind)) throw new PolicySyntaxError(`Invalid principal in policy: "${kind}"`);
    for (const name of [value].flat()) {
      if (typeof name !== 'string') throw new PolicySyntaxError(`Invalid principal in policy: "${kind}"`);
      read[kind as Kind].add(name);
    }
  }
  return read;
}
