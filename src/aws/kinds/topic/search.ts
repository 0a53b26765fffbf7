/** Finds topics of alarms by name and by tags. Reads only. */
import type { SNSClient } from '@aws-sdk/client-sns';
import { topicArn } from '../../../naming/arns.ts';
import { topicName } from '../../../naming/names.ts';
import { ownTopics } from '../../arns/own-arns.ts';
import type { KindSearch } from '../search.ts';
import { topicTags } from './topic-tags.ts';

export const topicSearch: KindSearch = {
  lists: ['sns:ListTopics'],
  reads: ['sns:ListTagsForResource'],
  own: ownTopics,
  any: (scope) => [topicArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => topicArn(target, name);
    return {
      // Other topics are another kind.
      ofArn: (found) => /:sns:[^:]*:\d*:([^:]+-alarms)$/.exec(found)?.[1],
      all: async () => (await listTopics(await clients.sns())).filter((name) => /.-.+-alarms$/.test(name)),
      ofStage: (owner) => [topicName(owner)],
      tags: async (name) => await topicTags(await clients.sns(), arn(name)),
      arn,
    };
  },
};

/** Returns the names of all topics of the account and region. */
export async function listTopics(client: SNSClient): Promise<string[]> {
  const { ListTopicsCommand } = await import('@aws-sdk/client-sns');
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTopicsCommand({ NextToken }));
    found.push(...(page.Topics ?? []).map(({ TopicArn = '' }) => TopicArn.slice(TopicArn.lastIndexOf(':') + 1)));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
