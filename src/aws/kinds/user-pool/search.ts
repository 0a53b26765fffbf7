/** Finds user pools by name and by tags. Reads only. */
import type { UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import { baseName } from '../../../naming/names.ts';
import { APP_TAG } from '../../../naming/tags.ts';
import { anyUserPool } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';
import { listUserPools, userPoolsNamed } from './user-pool-search.ts';

/** The ARN of a pool has its ID, and only the listing has its name. */
export const userPoolSearch: KindSearch = {
  lists: ['cognito-idp:ListUserPools'],
  listsForStage: true,
  reads: ['cognito-idp:DescribeUserPool'],
  any: anyUserPool,
  in({ clients }) {
    const found = new Map<string, UserPoolType>();
    const all = async () => {
      const pools = await listUserPools(await clients.cognito());
      return [...new Set(pools.map(({ Name = '' }) => Name))];
    };
    return {
      async ofArn(arn) {
        const UserPoolId = /:cognito-idp:[^:]*:\d*:userpool\/(.+)$/.exec(arn)?.[1];
        if (UserPoolId === undefined) return undefined;
        const client = await clients.cognito();
        const { DescribeUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
        return (await undefinedIfNotFound(client.send(new DescribeUserPoolCommand({ UserPoolId }))))?.UserPool?.Name;
      },
      // `<app>-<stage>-<pool>`
      all: async () => (await all()).filter((name) => name.split('-').length >= 3),
      ofStage: async (owner) => (await all()).filter((name) => name.startsWith(`${baseName(owner)}-`)),
      async tags(name) {
        const pools = await userPoolsNamed(await clients.cognito(), name);
        const ours = pools.find(({ UserPoolTags }) => UserPoolTags?.[APP_TAG] !== undefined);
        if (!ours) return undefined;
        found.set(name, ours);
        return ours.UserPoolTags;
      },
      arn: (name) => found.get(name)?.Arn ?? name,
      usedByLiveStage: true,
    };
  },
};
