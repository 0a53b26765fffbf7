/** May this service call exactly this qualifier, on behalf of this ARN? Lambda's resource policy decides. */
import { AwsError } from '../aws-error.ts';
import type { PolicyStatement, ResourcePolicy } from '../services/lambda/model.ts';

export interface ServiceCaller {
  /** `apigateway.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string;
}

/** Throws AccessDeniedException. `resource` is the function's ARN as called. */
export function checkResourcePolicy(policy: ResourcePolicy | undefined, caller: ServiceCaller, resource: string): void {
  if (policy?.statements.some((statement) => allows(statement, caller))) return;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${caller.service} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no resource-based policy allows the lambda:InvokeFunction action`,
    { status: 403 },
  );
}

function allows({ Principal, Action, Condition }: PolicyStatement, caller: ServiceCaller): boolean {
  const principal = Principal === '*' || ('Service' in Principal && Principal.Service === caller.service);
  const action = ['lambda:InvokeFunction', 'lambda:*', '*'].includes(Action);
  return principal && action && conditionsHold(Condition ?? {}, caller);
}

/** Only the conditions that AddPermission writes exist; an organisation or a token never matches a service here. */
function conditionsHold(condition: NonNullable<PolicyStatement['Condition']>, { sourceArn }: ServiceCaller): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      if (operator === 'ArnLike' && key === 'AWS:SourceArn') return matcherOf(expected).test(sourceArn);
      if (operator === 'StringEquals' && key === 'AWS:SourceAccount') return sourceArn.split(':')[4] === expected;
      return false;
    }),
  );
}

const matchers = new Map<string, RegExp>();

/** `*` and `?` within an ARN; the six parts are compared one by one, as ArnLike does. */
function matcherOf(pattern: string): RegExp {
  const known = matchers.get(pattern);
  if (known) return known;
  const parts = pattern.split(':');
  const six = [...parts.slice(0, 5), parts.slice(5).join(':')];
  const source = six.map((part, index) => toRegExp(part, index < 5 ? '[^:]' : '[^]')).join(':');
  const made = new RegExp(`^${source}$`);
  matchers.set(pattern, made);
  return made;
}

const toRegExp = (part: string, any: string): string =>
  part.replace(/[\\^$.*+?()[\]{}|]/g, (character) => {
    if (character === '*') return `${any}*`;
    return character === '?' ? any : `\\${character}`;
  });
