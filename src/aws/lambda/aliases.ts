/** The aliases of a function: names that point to its versions, each with a description. */
import {
  type AliasConfiguration,
  CreateAliasCommand,
  DeleteAliasCommand,
  type LambdaClient,
  ListAliasesCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { isAwsError, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface Alias {
  readonly name: string;
  readonly version: string;
  /** At most 256 characters. */
  readonly description: string;
}

/** Returns `undefined` if the function does not exist. Makes one call for every 50 aliases. */
export async function listAliases(client: LambdaClient, FunctionName: string): Promise<Alias[] | undefined> {
  const found: Alias[] = [];
  let Marker: string | undefined;
  do {
    const page = await undefinedIfNotFound(
      client.send(new ListAliasesCommand({ FunctionName, ...(Marker && { Marker }) })),
    );
    if (!page) return undefined;
    found.push(...(page.Aliases ?? []).map(aliasOf));
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}

/** Creates the alias, or points the existing one to the version. */
export async function putAlias(client: LambdaClient, FunctionName: string, alias: Alias): Promise<void> {
  const input = { FunctionName, Name: alias.name, FunctionVersion: alias.version, Description: alias.description };
  try {
    await client.send(new CreateAliasCommand(input));
  } catch (error) {
    if (!isAwsError(error, 'ResourceConflictException')) throw error;
    await client.send(new UpdateAliasCommand(input));
  }
}

/** Succeeds if the alias or its function does not exist. */
export async function deleteAlias(client: LambdaClient, FunctionName: string, Name: string): Promise<void> {
  await undefinedIfNotFound(client.send(new DeleteAliasCommand({ FunctionName, Name })));
}

const aliasOf = ({ Name = '', FunctionVersion = '', Description = '' }: AliasConfiguration): Alias => ({
  name: Name,
  version: FunctionVersion,
  description: Description,
});
