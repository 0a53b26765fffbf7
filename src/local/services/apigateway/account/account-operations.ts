/**
 * GetAccount and UpdateAccount: the throttle of the region, and the role that writes API Gateway's logs
 * (docs/aws/logs.md).
 */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { accountThrottle } from '../../../state/apis/account-throttle.ts';
import type { Account } from '../../../state/apis/model.ts';
import { ensureGroup } from '../../logs/model.ts';
import { badRequest } from '../errors.ts';
import { compact, type Members } from '../members.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { accountOf, accounts } from '../state.ts';

const view = ({ region }: OperationContext, account: Account) => {
  const { rate: rateLimit, burst: burstLimit } = accountThrottle(region);
  return compact({
    cloudwatchRoleArn: account.cloudwatchRoleArn,
    throttleSettings: { burstLimit, rateLimit },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  });
};

export const getAccount = operation({
  name: 'GetAccount',
  http: 'GET /account',
  run: (_input: Members, context) => view(context, accountOf(context)),
});

export const updateAccount = operation({
  name: 'UpdateAccount',
  http: 'PATCH /account',
  run(input: Members, context) {
    const updated = applyPatch(listingPaths([roleRule(context)]), accountOf(context), input);
    accounts(context).put('account', updated);
    // "API Gateway creates this log group when the role is first set", as users of AWS report and Terraform modules
    // assume.
    if (updated.cloudwatchRoleArn) ensureGroup(context.cloud, context, '/aws/apigateway/welcome');
    return view(context, updated);
  },
});

const roleRule = (context: OperationContext): PatchRule<Account> => ({
  path: '/cloudwatchRoleArn',
  ops: ['replace'],
  apply(account, { value }) {
    if (!value) {
      delete account.cloudwatchRoleArn;
      return;
    }
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(value)) throw badRequest('Invalid ARN specified in the request');
    if (!mayWriteLogs(context, value)) {
      throw badRequest(
        'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
      );
    }
    account.cloudwatchRoleArn = value;
  },
});

/** The members that are read from IAM's collection `iam.roles` (account-wide, keyed by role name). */
interface RoleFacts {
  readonly roleName: string;
  readonly arn: string;
  readonly assumeRolePolicyDocument: string;
  readonly attachedPolicies: readonly string[];
  readonly inlinePolicies: Readonly<Record<string, string>>;
}

/** Whether the role exists, trusts API Gateway and has a policy, and whether API Gateway sees all of this already. */
function mayWriteLogs(context: OperationContext, roleArn: string): boolean {
  const role = context
    .globalCollection<RoleFacts>('iam.roles')
    .values()
    .find(({ arn }) => arn === roleArn);
  if (!role) return false;
  const { transitions } = context.cloud;
  const iam = { account: context.account, region: 'global' };
  const unseen = (['role', 'rolePolicies'] as const).some((change) => transitions.pending(iam, change, role.roleName));
  if (unseen) return false;
  const policies = role.attachedPolicies.length + Object.keys(role.inlinePolicies).length;
  return policies > 0 && trustsApiGateway(role.assumeRolePolicyDocument);
}

function trustsApiGateway(document: string): boolean {
  const { Statement } = JSON.parse(document) as { Statement?: unknown };
  return [Statement].flat().some((statement) => {
    const { Effect, Principal } = (statement ?? {}) as { Effect?: string; Principal?: { Service?: unknown } };
    return Effect === 'Allow' && [Principal?.Service].flat().includes('apigateway.amazonaws.com');
  });
}
