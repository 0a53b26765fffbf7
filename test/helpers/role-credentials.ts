/** Credentials of a new role with some statements, for an embedded cloud. */
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

export async function roleCredentials(endpoint: string, Statement: readonly object[]) {
  const config = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const iam = new IAMClient(config);
  const document = (statements: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const trust = [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' }];
  const RoleName = `role-${crypto.randomUUID()}`;
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: document(Statement) }));
  const assume = new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'test' });
  const { Credentials } = await new STSClient(config).send(assume);
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}
