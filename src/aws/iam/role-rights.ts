/** The permissions of a role in the account: its inline policies, the attached ones, and its boundary. Reads only. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Right } from '../../engine/rights.ts';
import { ownRoles } from '../arns/own-arns.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { parsePolicy } from './policy-document.ts';

/** The permissions that these calls need. Anybody may have attached any policy. */
export const ROLE_RIGHTS: readonly Right[] = [
  {
    actions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
    on: ownRoles,
  },
  { actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'], on: ({ partition }) => [`arn:${partition}:iam::*:policy/*`] },
];

export interface RolePolicy {
  readonly name: string;
  /** The ARN of the managed policy; `null` if it is inline. */
  readonly arn: string | null;
  readonly document: unknown;
}

export interface RoleRights {
  readonly role: string;
  /** The ARN of the permissions boundary. */
  readonly boundary: string | null;
  readonly policies: readonly RolePolicy[];
}

/** The ARN of the function's role; `undefined` if the function does not exist. */
export async function roleOfFunction(client: LambdaClient, FunctionName: string): Promise<string | undefined> {
  const found = await undefinedIfNotFound(client.send(new GetFunctionCommand({ FunctionName })));
  return found?.Configuration?.Role;
}

/** Throws IAM's error if the role does not exist. */
export async function roleRights(client: IAMClient, arn: string): Promise<RoleRights> {
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const policies: RolePolicy[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListRolePoliciesCommand({ RoleName, Marker }));
    for (const PolicyName of page.PolicyNames ?? []) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      policies.push({ name: PolicyName, arn: null, document: parsePolicy(PolicyDocument) });
    }
    Marker = page.Marker;
  } while (Marker);
  do {
    const page = await client.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker }));
    for (const { PolicyArn = '', PolicyName = '' } of page.AttachedPolicies ?? [])
      policies.push({ name: PolicyName, arn: PolicyArn, document: await managedDocument(client, PolicyArn) });
    Marker = page.Marker;
  } while (Marker);
  return { role: arn, boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn ?? null, policies };
}

async function managedDocument(client: IAMClient, PolicyArn: string): Promise<unknown> {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicy(PolicyVersion?.Document);
}
