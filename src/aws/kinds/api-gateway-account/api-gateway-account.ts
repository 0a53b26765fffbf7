/**
 * Kind `api-gateway-account`: the role with which API Gateway writes logs. It is one setting for each account and
 * region, which all APIs there share. apikit sets it only if there is none, and never changes or removes it, because
 * other APIs depend on it (docs/aws/logs.md).
 */
import { GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AttachRolePolicyCommand, CreateRoleCommand, GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { roleArn as arnOfRole, logGroupArn } from '../../../naming/arns.ts';
import { WELCOME_LOG_GROUP } from '../../../naming/names.ts';
import { accountRole, boundaryMatches, equals, inApiGateway } from '../../arns/own-arns.ts';
import { retryUntilRoleExists } from '../../iam/new-role.ts';
import { parsePolicy, trusts } from '../../iam/policy-document.ts';
import { errorMessage, isAwsError, isNotFound } from '../../sdk/errors/sdk-error.ts';
import { retry } from '../../sdk/retry.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { logGroupNamed } from '../log-group/log-group.ts';
import { placementInput } from '../role/role.ts';
import type { ApiGatewayAccountShape } from './shape.ts';

const API_GATEWAY = 'apigateway.amazonaws.com';
const TRUST_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: API_GATEWAY }, Action: 'sts:AssumeRole' }],
};

/** API Gateway writes one line when a role is set, and never another one. */
const WELCOME_DAYS = 30;

/** Milliseconds. API Gateway sees a new role after 5–15 s, and at worst after more than a minute (docs/aws/iam.md). */
const PROPAGATION_PATIENCE = 180_000;
/**
 * The errors of API Gateway until it sees the role and its policy everywhere
 * (https://github.com/aws/aws-cdk/issues/2194). Terraform's provider waits for the second one
 * (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigateway/account.go).
 */
const PROPAGATION =
  /role ARN does not have required|could not successfully write to CloudWatch Logs|cannot assume|not authorized/i;

const logsPolicy = ({ partition }: { readonly partition: string }) =>
  `arn:${partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`;

export function apiGatewayAccountKind({ clients, clock, target }: KindDependencies): Kind<ApiGatewayAccountShape> {
  /**
   * Idempotent: if API Gateway may assume an existing role of this name, an earlier run or another region created it.
   */
  async function ensureRole(
    { name, properties }: Resource<ApiGatewayAccountShape>,
    context: KindContext,
  ): Promise<string> {
    const iam = await clients.iam();
    const document = JSON.stringify(TRUST_POLICY);
    let arn: string | undefined;
    try {
      const placement = placementInput(properties);
      const { Role } = await iam.send(
        new CreateRoleCommand({ RoleName: name, ...placement, AssumeRolePolicyDocument: document }),
      );
      arn = Role?.Arn;
    } catch (error) {
      if (!isAwsError(error, 'EntityAlreadyExistsException', 'EntityAlreadyExists')) throw error;
      arn = await refuseForeignRole(iam, name);
    }
    const PolicyArn = logsPolicy(target);
    const command = new AttachRolePolicyCommand({ RoleName: name, PolicyArn });
    const attach = () =>
      iam.send(command).catch((error: unknown) => {
        throw isNotFound(error) && errorMessage(error).includes(PolicyArn) ? noManagedPolicies(name, PolicyArn) : error;
      });
    await retryUntilRoleExists(name, { clock, context }, attach);
    return arn ?? arnOfRole(target, name);
  }

  /**
   * API Gateway creates this log group when it gets its first role, without a retention (docs/aws/logs.md). A retention
   * that exists is kept. Like the role, the group belongs to the account, and no stage removes it.
   */
  async function ownWelcome(): Promise<void> {
    const logs = await clients.logs();
    try {
      await logs.send(new CreateLogGroupCommand({ logGroupName: WELCOME_LOG_GROUP }));
    } catch (error) {
      if (!isAwsError(error, 'ResourceAlreadyExistsException')) throw error;
      const present = await logGroupNamed(logs, WELCOME_LOG_GROUP);
      if (present?.retentionInDays !== undefined) return;
    }
    const retention = { logGroupName: WELCOME_LOG_GROUP, retentionInDays: WELCOME_DAYS };
    await logs.send(new PutRetentionPolicyCommand(retention));
  }

  async function setRole(roleArn: string, context: KindContext): Promise<void> {
    const client = await clients.apiGateway();
    const command = new UpdateAccountCommand({
      patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: roleArn }],
    });
    await retry(
      {
        what: "set the account's CloudWatch role for API Gateway",
        within: PROPAGATION_PATIENCE,
        firstDelay: 2_000,
        longestDelay: 10_000,
        hint: `Check that ${roleArn} trusts ${API_GATEWAY}, or set a role under Settings in the API Gateway console.`,
        clock,
        signal: context.signal,
        retryable: (error) => isAwsError(error, 'BadRequestException') && PROPAGATION.test(errorMessage(error)),
        onRetry: (tries) => tries === 1 && context.note('waiting for the role to be usable'),
      },
      () => client.send(command),
    );
  }

  return {
    kind: 'api-gateway-account',
    rights: [
      { actions: ['apigateway:GET', 'apigateway:PATCH'], on: inApiGateway('/account') },
      { actions: ['iam:GetRole'], on: accountRole },
      { actions: ['iam:CreateRole'], on: accountRole, when: boundaryMatches },
      {
        actions: ['iam:AttachRolePolicy'],
        on: accountRole,
        when: (scope) => ({ ArnEquals: { 'iam:PolicyARN': logsPolicy(scope) } }),
      },
      { actions: ['iam:PassRole'], on: accountRole, when: () => equals({ 'iam:PassedToService': API_GATEWAY }) },
      { actions: ['logs:DescribeLogGroups'] },
      {
        actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
        on: (scope) => [logGroupArn(scope, `${WELCOME_LOG_GROUP}:*`)],
      },
    ],
    async read() {
      const client = await clients.apiGateway();
      const { cloudwatchRoleArn } = await client.send(new GetAccountCommand({}));
      return cloudwatchRoleArn ? observedAs(cloudwatchRoleArn) : undefined;
    },
    diff: () => [],
    async apply(resource: Resource<ApiGatewayAccountShape>, observed, context) {
      if (observed) return observed;
      const [roleArn] = await Promise.all([ensureRole(resource, context), ownWelcome()]);
      await setRole(roleArn, context);
      return observedAs(roleArn);
    },
    async remove() {},
  };
}

/** AWS has its managed policies in every account, so a wait would not help. */
const noManagedPolicies = (role: string, policy: string): ApikitError =>
  new ApikitError(
    'NoManagedPolicies',
    `The role ${role} cannot get ${policy}, because this endpoint is an emulator without the managed policies that every account of AWS has.`,
    {
      hint: 'Start the emulator with them (moto: set MOTO_IAM_LOAD_MANAGED_POLICIES=true) and run the command again.',
    },
  );

/** Returns the ARN of the role. A role that somebody created for another purpose gets no permissions from us. */
async function refuseForeignRole(iam: IAMClient, name: string): Promise<string | undefined> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
  if (trusts(parsePolicy(Role?.AssumeRolePolicyDocument), API_GATEWAY)) return Role?.Arn;
  throw new ApikitError(
    'NotOurs',
    `apikit needs a role named ${name} with which API Gateway writes logs. There is one (${Role?.Arn}), but its trust policy does not let ${API_GATEWAY} assume it, so somebody created it for another purpose. apikit did not change it.`,
    {
      hint: 'Set a CloudWatch log role under Settings in the API Gateway console of this region, or delete this one if nothing needs it, and run the command again.',
    },
  );
}

function observedAs(roleArn: string): Observed<ApiGatewayAccountShape> {
  return { attributes: { arn: roleArn, roleArn }, name: roleNameIn(roleArn), properties: {}, owned: true };
}

/** A role may have a path: `arn:aws:iam::111122223333:role/service/api-logs`. */
function roleNameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
