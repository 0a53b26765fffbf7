/** A key for one run of a command, which deletes it at the end. */
import { DeleteApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { asCleanUp } from '../sdk/clean-up.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { createKey, type KeyClient, type NewKey } from './new-key.ts';

export interface TemporaryKey {
  readonly value: string;
  /** Deletes the key, even if the run was interrupted. */
  remove(): Promise<void>;
}

/** Throws `PlanNotFound`. */
export async function temporaryKey(work: KeyClient, wanted: NewKey): Promise<TemporaryKey> {
  const { id, value } = await createKey(work, wanted);
  return {
    value,
    async remove() {
      await undefinedIfNotFound(work.client.send(asCleanUp(new DeleteApiKeyCommand({ apiKey: id }))));
    },
  };
}
