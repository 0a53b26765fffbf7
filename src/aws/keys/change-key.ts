/** The writes that change one key. Each may be sent again without another effect. */
import {
  type APIGatewayClient,
  DeleteApiKeyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { apiGatewayArn } from '../../naming/arns.ts';
import type { Tags } from '../../naming/tags.ts';
import { UNSEEN_TAG } from '../../naming/tags.ts';
import { replaceOperation } from '../api-gateway/patch-path.ts';
import { asCleanUp } from '../sdk/clean-up.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

export interface KeyTarget {
  readonly client: APIGatewayClient;
  readonly facts: TargetFacts;
}

const arnOf = ({ facts }: KeyTarget, id: string) => apiGatewayArn(facts, `/apikeys/${id}`);

export async function setEnabled({ client }: KeyTarget, id: string, enabled: boolean): Promise<void> {
  const patchOperations = [replaceOperation('/enabled', enabled)];
  await client.send(new UpdateApiKeyCommand({ apiKey: id, patchOperations }));
}

export async function renameKey({ client }: KeyTarget, id: string, name: string): Promise<void> {
  await client.send(new UpdateApiKeyCommand({ apiKey: id, patchOperations: [replaceOperation('/name', name)] }));
}

export async function markKey(place: KeyTarget, id: string, tags: Tags): Promise<void> {
  await place.client.send(new TagResourceCommand({ resourceArn: arnOf(place, id), tags }));
}

export async function unmarkKey(place: KeyTarget, id: string, ...tagKeys: string[]): Promise<void> {
  await place.client.send(new UntagResourceCommand({ resourceArn: arnOf(place, id), tagKeys }));
}

/** Records that a person has the value. The call is sent even if the run is interrupted. */
export async function markHandedOut(place: KeyTarget, id: string): Promise<void> {
  const command = new UntagResourceCommand({ resourceArn: arnOf(place, id), tagKeys: [UNSEEN_TAG] });
  await place.client.send(asCleanUp(command));
}

/** A key that no longer exists is not an error. */
export async function deleteKey({ client }: KeyTarget, id: string): Promise<void> {
  await undefinedIfNotFound(client.send(new DeleteApiKeyCommand({ apiKey: id })));
}
