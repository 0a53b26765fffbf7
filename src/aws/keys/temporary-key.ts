/** A key for one run of a command, which deletes it at the end. */
import { DeleteApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { cleaningUp } from '../sdk/clean-up.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';
import { createKey, type KeyWork, type NewKey } from './new-key.ts';

export interface TemporaryKey {
  readonly value: string;
  /** Deletes the key, even if the run was interrupted. */
  remove(): Promise<void>;
}

/** Throws `PlanNotFound`. */
export async function temporaryKey(work: KeyWork, wanted: NewKey): Promise<TemporaryKey> {
  const { id, value } = await createKey(work, wanted);
  return {
    value,
    async remove() {
      await ifThere(work.client.send(cleaningUp(new DeleteApiKeyCommand({ apiKey: id }))));
    },
  };
}
