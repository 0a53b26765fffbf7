/** Credentials of a role that may do everything except what is denied, for a project's embedded cloud. */
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { Project } from './project.ts';
import { clientsOf } from './project-clients.ts';

/**
 * Returns credentials as environment variables. `denied`: actions, `sns:*`; `resource`: the ARN, with wildcards, for
 * which they are denied.
 */
export async function limitedTo(project: Project, RoleName: string, denied: readonly string[], resource = '*') {
  const clients = clientsOf(project);
  const iam = await clients.iam();
  const trust = { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' };
  const policy = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: denied, Resource: resource },
  ];
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  const named = { RoleName, PolicyName: 'limits' };
  await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: document(policy) }));
  const assume = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'test' });
  const { Credentials } = await (await clients.sts()).send(assume);
  clients.destroy();
  return {
    AWS_ACCESS_KEY_ID: Credentials!.AccessKeyId!,
    AWS_SECRET_ACCESS_KEY: Credentials!.SecretAccessKey!,
    AWS_SESSION_TOKEN: Credentials!.SessionToken!,
  };
}
