/** May this service call exactly this qualifier, on behalf of this ARN? Lambda's resource policy decides. */
import { AwsError } from '../aws-error.ts';
import { type CompiledPolicy, compileDocument } from '../policy/compile-policy.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { ResourcePolicy } from '../services/lambda/model.ts';

export interface ServiceCaller {
  /** `apigateway.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string;
}

const compiled = new WeakMap<ResourcePolicy, CompiledPolicy>();

/** What was decided, by caller and resource: a stored policy never changes, and nothing else decides. */
const decided = new WeakMap<ResourcePolicy, Map<string, boolean>>();

/** Callers are few, the methods of APIs; what is forgotten is decided again. */
const KEPT_DECISIONS = 1000;

/** Throws AccessDeniedException. `resource` is the function's ARN as called. */
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

/** The same object for the same stored policy, which never changes: another one takes its place. */
export function compiledPolicyOf(policy: ResourcePolicy): CompiledPolicy {
  const known = compiled.get(policy);
  if (known) return known;
  const fresh = compileDocument({ Statement: policy.statements });
  compiled.set(policy, fresh);
  return fresh;
}
