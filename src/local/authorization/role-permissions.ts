/**
 * The permissions of a role: its inline and attached policies, limited by its permissions boundary. They are compiled
 * when first needed and kept until the role or one of its policies changes. A decision that does not depend on
 * conditions is made once.
 */
import type { CloudBase } from '../cloud/cloud.ts';
import { type CompiledPolicy, compilePolicy } from '../policy/compile-policy.ts';
import { bothAllow, evaluate } from '../policy/evaluate.ts';
import type { Decision, PolicyRequest } from '../policy/policy-request.ts';
import { managedPolicy } from '../state/identity/attachable-policies.ts';
import type { ManagedPolicy, Role } from '../state/identity/model.ts';

export interface PermissionVerdict {
  readonly decision: Decision;
  /** Names the policies, in AWS's words: `with an explicit deny in …`, `because no … allows the … action`. */
  readonly why: string;
}

interface Permissions {
  readonly managed: readonly (ManagedPolicy | undefined)[];
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: readonly CompiledPolicy[] | undefined;
  /** Decisions by action and resource; absent if conditions or variables decide. */
  readonly verdicts: Map<string, PermissionVerdict> | undefined;
}

const known = new WeakMap<Role, Permissions>();

/** Resources are many (log streams, parameters). A decision that is dropped is made again. */
const KEPT_VERDICTS = 1000;

/** Throws `PolicySyntaxError` for a stored document that is invalid. */
export function verdictOf(cloud: CloudBase, role: Role, request: PolicyRequest): PermissionVerdict {
  const permissions = permissionsOf(cloud, role);
  const { verdicts } = permissions;
  if (verdicts === undefined) return decide(permissions, request);
  const name = `${request.action} ${request.resource}`;
  const decided = verdicts.get(name);
  if (decided) return decided;
  const verdict = decide(permissions, request);
  if (verdicts.size >= KEPT_VERDICTS) verdicts.clear();
  verdicts.set(name, verdict);
  return verdict;
}

/** The verdict of policy documents that belong to no role, so that no boundary limits them. */
export const verdictBy = (documents: readonly string[], request: PolicyRequest): PermissionVerdict =>
  decide({ identity: documents.map(compilePolicy), boundary: undefined }, request);

/** Whether every call must be checked against the role's policies again. */
export const dependsOnConditions = (cloud: CloudBase, role: Role): boolean =>
  permissionsOf(cloud, role).verdicts === undefined;

/** With state delays on, a change of a role's policies takes a while; until then the old policies apply. */
function permissionsOf(cloud: CloudBase, role: Role): Permissions {
  const global = { account: cloud.options.account, region: 'global' };
  const effective = cloud.transitions.effective(global, 'rolePolicies', role.roleName, role) ?? role;
  const boundaryArn = effective.permissionsBoundary;
  const arns = boundaryArn === undefined ? effective.attachedPolicies : [boundaryArn, ...effective.attachedPolicies];
  const found = known.get(effective);
  if (found && arns.every((arn, index) => managedPolicy(cloud, arn) === found.managed[index])) return found;
  const managed = arns.map((arn) => managedPolicy(cloud, arn));
  const documents = managed.map(
    (policy) => policy && compilePolicy(policy.versions[policy.defaultVersionId]!.document),
  );
  const boundary = boundaryArn === undefined ? undefined : [documents[0]].filter((policy) => policy !== undefined);
  const attached = documents.slice(boundaryArn === undefined ? 0 : 1).filter((policy) => policy !== undefined);
  const identity = [...Object.values(effective.inlinePolicies).map(compilePolicy), ...attached];
  const isStatic = [...identity, ...(boundary ?? [])].every((policy) => policy.isStatic);
  const fresh = { managed, identity, boundary, verdicts: isStatic ? new Map<string, PermissionVerdict>() : undefined };
  known.set(effective, fresh);
  return fresh;
}

function decide(
  { identity, boundary }: Pick<Permissions, 'identity' | 'boundary'>,
  request: PolicyRequest,
): PermissionVerdict {
  const own = evaluate(identity, request);
  const within = boundary === undefined ? 'allow' : evaluate(boundary, request);
  return { decision: bothAllow(own, within), why: reason(own, within, request.action) };
}

function reason(own: Decision, within: Decision, action: string): string {
  if (own === 'explicitDeny') return 'with an explicit deny in an identity-based policy';
  if (within === 'explicitDeny') return 'with an explicit deny in a permissions boundary';
  const kind = own === 'implicitDeny' ? 'identity-based policy' : 'permissions boundary';
  return `because no ${kind} allows the ${action} action`;
}
