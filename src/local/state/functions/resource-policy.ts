/** Checks by Lambda's resource policy whether a service may call exactly this qualifier on behalf of an ARN. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type CompiledPolicy, compileDocument } from '../../policy/compile-policy.ts';
import { evaluate } from '../../policy/evaluate.ts';
import type { ResourcePolicy } from './model.ts';

export interface ServiceCaller {
  /** `apigateway.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string;
}

const compiled = new WeakMap<ResourcePolicy, CompiledPolicy>();

/** Decisions by caller and resource. A stored policy never changes, and nothing else affects the decision. */
const decided = new WeakMap<ResourcePolicy, Map<string, boolean>>();

/** There are few callers, the methods of APIs. A decision that is dropped is made again. */
const KEPT_DECISIONS = 1000;

/** Throws AccessDeniedException. `resource` is the ARN of the function as called. */
export function checkResourcePolicy(policy: ResourcePolicy | undefined, caller: ServiceCaller, resource: string): void {
  if (policy && allowsAsBefore(policy, caller, resource)) return;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${caller.service} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no resource-based policy allows the lambda:InvokeFunction action`,
    { status: 403 },
  );
}

function allowsAsBefore(policy: ResourcePolicy, caller: ServiceCaller, resource: string): boolean {
  const decisions = decided.get(policy) ?? new Map<string, boolean>();
  decided.set(policy, decisions);
  const question = `${caller.service} ${caller.sourceArn} ${resource}`;
  const known = decisions.get(question);
  if (known !== undefined) return known;
  if (decisions.size >= KEPT_DECISIONS) decisions.clear();
  const allowed = allows(policy, caller, resource);
  decisions.set(question, allowed);
  return allowed;
}

function allows(policy: ResourcePolicy, { service, sourceArn }: ServiceCaller, resource: string): boolean {
  const decision = evaluate([compiledPolicyOf(policy)], {
    action: 'lambda:InvokeFunction',
    resource,
    principal: { type: 'service', name: service },
    key: (name) => {
      if (name === 'aws:sourcearn') return sourceArn;
      return name === 'aws:sourceaccount' ? sourceArn.split(':')[4] : undefined;
    },
  });
  return decision === 'allow';
}

/** Returns the same object for the same stored policy. A stored policy never changes; an update replaces it. */
export function compiledPolicyOf(policy: ResourcePolicy): CompiledPolicy {
  const known = compiled.get(policy);
  if (known) return known;
  const fresh = compileDocument({ Statement: policy.statements });
  compiled.set(policy, fresh);
  return fresh;
}
