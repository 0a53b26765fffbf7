import { CreateRoleCommand, IAMClient, type IAMClientConfig, PutRolePolicyCommand } from '@aws-sdk/client-iam';

/** Creates the role `caller` of an integration, which the services `trusted` may assume. Returns its ARN. */
export async function callingRole(
  config: IAMClientConfig,
  trusted: string | readonly string[],
  allowed: { Action: string; Resource: string },
): Promise<string> {
  const iam = new IAMClient(config);
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = document({ Principal: { Service: trusted }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'caller', AssumeRolePolicyDocument: trust }));
  const policy = { RoleName: 'caller', PolicyName: 'p', PolicyDocument: document(allowed) };
  await iam.send(new PutRolePolicyCommand(policy));
  return Role!.Arn!;
}
