/** Finds user pools by name, which any number of pools may share. Reads only. */
import type {
  CognitoIdentityProviderClient,
  UserPoolDescriptionType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

/** All pools of the account and region, sixty for each call. Cognito has no other search. */
export async function listUserPools(client: CognitoIdentityProviderClient): Promise<UserPoolDescriptionType[]> {
  const pools: UserPoolDescriptionType[] = [];
  let NextToken: string | undefined;
  const { ListUserPoolsCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  do {
    const page = await client.send(new ListUserPoolsCommand({ MaxResults: 60, NextToken }));
    pools.push(...(page.UserPools ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return pools;
}

/** The pools with this name, the oldest first. `all` is an earlier listing of the account, if there is one. */
export async function userPoolsNamed(
  client: CognitoIdentityProviderClient,
  name: string,
  all?: readonly UserPoolDescriptionType[],
): Promise<UserPoolType[]> {
  const named = (all ?? (await listUserPools(client))).filter((pool) => pool.Name === name);
  const { DescribeUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const described = await Promise.all(
    named.map(({ Id }) => undefinedIfNotFound(client.send(new DescribeUserPoolCommand({ UserPoolId: Id })))),
  );
  return described.flatMap((answer) => answer?.UserPool ?? []).sort((a, b) => createdAt(a) - createdAt(b));
}

function createdAt({ CreationDate }: UserPoolType): number {
  return CreationDate?.getTime() ?? 0;
}

export async function userPoolExists(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<boolean> {
  const { DescribeUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  return (await undefinedIfNotFound(client.send(new DescribeUserPoolCommand({ UserPoolId })))) !== undefined;
}
