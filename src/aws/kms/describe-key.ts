/** Reads the key that a stage encrypts with, and says why AWS would refuse it. Reads only. */
import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Conditions, Right, RightsScope } from '../../engine/rights.ts';
import { dnsSuffixOf } from '../../naming/regions.ts';
import type { Clients } from '../sdk/clients.ts';
import { isAwsError } from '../sdk/errors/sdk-error.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

export interface FoundKey {
  readonly arn: string;
  /** The reason why the key cannot be used, and what to do; absent if it can. */
  readonly fault?: { readonly why: string; readonly fix: string };
}

/** Returns `undefined` if there is no such key. */
export async function describeKey(clients: Clients, key: string): Promise<FoundKey | undefined> {
  const client = await clients.kms();
  const { DescribeKeyCommand } = await import('@aws-sdk/client-kms');
  try {
    const { KeyMetadata: found } = await client.send(new DescribeKeyCommand({ KeyId: key }));
    if (!found?.Arn) return undefined;
    const fault = faultOf(found);
    return { arn: found.Arn, ...(fault && { fault }) };
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) return undefined;
    throw error;
  }
}

function faultOf({ KeyId, KeyState, KeySpec, KeyManager, KeyUsage }: KeyMetadata): FoundKey['fault'] {
  if (KeyManager === 'AWS') {
    return { why: 'AWS manages it, and CloudWatch Logs accepts no such key', fix: 'Name a key of your own.' };
  }
  if (KeyUsage !== 'ENCRYPT_DECRYPT' || (KeySpec ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT') {
    return { why: `it is a key of the form ${KeySpec} for ${KeyUsage}`, fix: 'Name a symmetric key for encryption.' };
  }
  if (KeyState === 'Disabled') {
    return { why: 'it is disabled', fix: `Enable it: aws kms enable-key --key-id ${KeyId}` };
  }
  if (KeyState === 'PendingDeletion') {
    return {
      why: 'it is going to be deleted',
      fix: `Cancel that, and enable the key: aws kms cancel-key-deletion --key-id ${KeyId}`,
    };
  }
  return KeyState === 'Enabled' ? undefined : { why: `its state is ${KeyState}`, fix: 'Wait until it is Enabled.' };
}

/**
 * Whether the policy of the key allows CloudWatch Logs to use it, which no policy of a caller can do. Returns
 * `undefined` if the caller may not read the policy. The key of another account never shows its policy.
 */
export async function allowsLogs(clients: Clients, arn: string, facts: TargetFacts): Promise<boolean | undefined> {
  if (arn.split(':')[4] !== facts.account) return undefined;
  const client = await clients.kms();
  const { GetKeyPolicyCommand } = await import('@aws-sdk/client-kms');
  try {
    const { Policy = '{}' } = await client.send(new GetKeyPolicyCommand({ KeyId: arn }));
    return principalsOf(Policy).some((principal) => principal === '*' || principal === logsService(facts));
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return undefined;
    throw error;
  }
}

const logsService = ({ region, partition }: TargetFacts): string => `logs.${region}.${dnsSuffixOf(partition)}`;

function principalsOf(policy: string): string[] {
  const { Statement } = JSON.parse(policy) as { Statement?: unknown };
  return [Statement].flat().flatMap((statement) => {
    const { Effect, Principal } = (statement ?? {}) as { Effect?: string; Principal?: unknown };
    if (Effect !== 'Allow') return [];
    if (typeof Principal === 'string') return [Principal];
    return [(Principal as { Service?: string | string[] } | undefined)?.Service ?? []].flat();
  });
}

/** The statement that the policy of the key needs for CloudWatch Logs (docs/aws/kms.md). */
export const logsStatement = (facts: TargetFacts): object => ({
  Sid: 'CloudWatchLogs',
  Effect: 'Allow',
  Principal: { Service: logsService(facts) },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
  Condition: {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn': `arn:${facts.partition}:logs:${facts.region}:${facts.account}:log-group:*`,
    },
  },
});

/** The permissions that these calls need, and those that AWS checks when its services start to use the key. */
export const keyRights = (key: string): Right[] => [
  rightOn(key, ['kms:DescribeKey', 'kms:GetKeyPolicy']),
  rightOn(key, ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt']),
];

/**
 * The other permissions for a key that encrypts tables: DynamoDB uses it as the person who chooses it
 * (docs/aws/kms.md). Only stages with tables of their own need them.
 */
export const tableKeyRight = (key: string): Right =>
  rightOn(key, ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']);

/**
 * The permissions for a key that `tables.<name>.kmsKey` names. apikit does not read this key: DynamoDB does, as the
 * person who deploys.
 */
export const tableKeyRights = (key: string): Right[] => [
  rightOn(key, ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt']),
  tableKeyRight(key),
];

/** The permission to see the environment of a function. */
export const environmentRight = (key: string): Right => rightOn(key, ['kms:Decrypt']);

function rightOn(key: string, actions: readonly string[]): Right {
  const isArn = key.startsWith('arn:') && !key.includes(':alias/');
  const on = ({ partition, region, account }: RightsScope) =>
    isArn ? [key] : [`arn:${partition}:kms:${region}:${account}:key/*`];
  const alias = key.slice(key.indexOf('alias/'));
  const when = (): Conditions => ({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [alias] } });
  return { actions, on, ...(isArn ? {} : { when }) };
}
