/** Finds the key of `encryption` before anything is planned with it. Makes calls only if the stage has the setting. */
import { allowsLogs, describeKey, logsStatement } from '../../aws/kms/describe-key.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import type { StageConfig } from '../../config/config.ts';
import { ApikitError } from '../../errors.ts';

interface Place {
  readonly clients: Clients;
  readonly facts: TargetFacts;
}

/**
 * Returns the facts with the ARN of the key. Throws `KeyNotUsable` for a key with which a deploy would fail, or its
 * functions afterwards.
 */
export async function withUsableKey({ encryption, region }: StageConfig, place: Place): Promise<TargetFacts> {
  const { clients, facts } = place;
  if (!encryption) return facts;
  const { key } = encryption;
  const found = await describeKey(clients, key);
  if (!found)
    throw notUsable(
      key,
      `does not exist in ${region}`,
      `Create it, or name another one: aws kms list-aliases --region ${region}`,
    );
  const { arn, fault } = found;
  if (fault) throw notUsable(key, `cannot be used: ${fault.why}`, fault.fix);
  if ((await allowsLogs(clients, arn, facts)) === false) {
    throw notUsable(
      key,
      'cannot be used: its policy does not allow CloudWatch Logs to use it',
      `Add this statement to the policy of the key: ${JSON.stringify(logsStatement(facts))}`,
    );
  }
  return { ...facts, encryptionKey: arn };
}

/** Does the same for commands that only read: a key that does not exist changes nothing of what they show. */
export async function withKnownKey({ encryption }: StageConfig, { clients, facts }: Place): Promise<TargetFacts> {
  if (!encryption) return facts;
  const found = await describeKey(clients, encryption.key);
  return found ? { ...facts, encryptionKey: found.arn } : facts;
}

const notUsable = (key: string, fault: string, hint: string): ApikitError =>
  new ApikitError('KeyNotUsable', `The key ${key} of encryption in apikit.yaml ${fault}. Nothing was changed.`, {
    hint,
  });
