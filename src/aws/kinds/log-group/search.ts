/** Finds log groups by name and by tags. Reads only. */
import { DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import { logGroupArn } from '../../../naming/arns.ts';
import { accessLogGroup, canaryLogGroup, executionLogGroup, functionLogGroup, inApi } from '../../../naming/names.ts';
import { ownLogGroups } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';

export const logGroupSearch: KindSearch = {
  lists: ['logs:DescribeLogGroups'],
  listsForStage: true,
  reads: ['logs:ListTagsForResource'],
  own: ownLogGroups,
  any: (scope) => [logGroupArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => logGroupArn(target, name);
    return {
      ofArn: (found) => /:logs:[^:]*:\d*:log-group:([^:]+)(:\*)?$/.exec(found)?.[1],
      async all() {
        const client = await clients.logs();
        const found: string[] = [];
        for (const logGroupNamePrefix of ['/aws/lambda/', '/aws/apigateway/']) {
          let nextToken: string | undefined;
          do {
            const page = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
            // Our groups have a retention from the beginning. Groups that Lambda creates have none.
            const ours = (page.logGroups ?? []).filter(({ retentionInDays }) => retentionInDays !== undefined);
            found.push(...ours.map(({ logGroupName = '' }) => logGroupName));
            nextToken = page.nextToken;
          } while (nextToken);
        }
        return found.filter((name) => name.slice(name.lastIndexOf('/')).includes('-'));
      },
      ofStage(owner, { apis, logGroups }) {
        const execution = apis.map((api) => inApi(executionLogGroup(owner), api));
        const ofApi = [accessLogGroup(owner), ...execution];
        return [functionLogGroup(owner), ...ofApi, ...ofApi.map(canaryLogGroup), ...logGroups];
      },
      async tags(name) {
        const client = await clients.logs();
        const found = await undefinedIfNotFound(
          client.send(new ListTagsForResourceCommand({ resourceArn: arn(name) })),
        );
        if (found === undefined || Object.keys(found.tags ?? {}).length > 0) return found?.tags;
        // Emulators (moto, LocalStack) also answer for a group that does not exist, without tags.
        const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
        return logGroups?.some(({ logGroupName }) => logGroupName === name) ? {} : undefined;
      },
      arn,
      // Lambda or API Gateway created it under the stage's own name.
      untaggedIsOurs: true,
    };
  },
};
