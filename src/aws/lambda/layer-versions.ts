/** The layers of a function that somebody else published. Reads only. */
import { GetLayerVersionByArnCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Right } from '../../engine/rights.ts';
import { isDenied, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

/** Lambda reads the layers of a function with the permissions of the caller. */
export const layerRight = (arns: readonly string[]): Right => ({
  actions: ['lambda:GetLayerVersion'],
  on: () => [...arns],
});

export interface LayerVersion {
  /** Empty if its publisher names none. */
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
}

/** Returns `denied` if the caller may not read it, and `undefined` if it does not exist. */
export async function findLayerVersion(
  client: LambdaClient,
  Arn: string,
): Promise<LayerVersion | 'denied' | undefined> {
  try {
    const found = await undefinedIfNotFound(client.send(new GetLayerVersionByArnCommand({ Arn })));
    return found && { runtimes: found.CompatibleRuntimes ?? [], architectures: found.CompatibleArchitectures ?? [] };
  } catch (error) {
    if (isDenied(error)) return 'denied';
    throw error;
  }
}
