/** The parts of an account that stages refer to and that apikit neither creates nor deletes: key, network and zone. */
import { CreateTagsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';

const clientTo = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'others', secretAccessKey: 'others' },
});

/** Gives names to two subnets of the default VPC. */
export async function nameSubnets(endpoint: string): Promise<void> {
  const client = new EC2Client(clientTo(endpoint));
  const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
  const ids = Subnets.map(({ SubnetId = '' }) => SubnetId).sort();
  for (const [index, Value] of ['private-a', 'private-b'].entries()) {
    await client.send(new CreateTagsCommand({ Resources: [ids[index]!], Tags: [{ Key: 'Name', Value }] }));
  }
  client.destroy();
}

export const KEY = 'alias/shop';

/** Creates a key that CloudWatch Logs may use. */
export async function createKey(endpoint: string): Promise<void> {
  const client = new KMSClient(clientTo(endpoint));
  const principals = [{ AWS: 'arn:aws:iam::000000000000:root' }, { Service: 'logs.eu-west-1.amazonaws.com' }];
  const Statement = principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Policy }));
  await client.send(new CreateAliasCommand({ AliasName: KEY, TargetKeyId: KeyMetadata!.KeyId }));
  client.destroy();
}

/** Creates the hosted zone of a domain. */
export async function createZone(endpoint: string): Promise<void> {
  const client = new Route53Client(clientTo(endpoint));
  await client.send(new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'chaos' }));
  client.destroy();
}
