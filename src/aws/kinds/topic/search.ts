/** Finds topics by name and by tags. Reads only. */
import { topicName } from '../../../naming/names.ts';
import { topicArn } from '../../arns/arns.ts';
import { ownTopics } from '../../arns/own-arns.ts';
import { fromTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';

export const topicSearch: KindSearch = {
  lists: ['sns:ListTopics'],
  reads: ['sns:ListTagsForResource'],
  own: ownTopics,
  any: (scope) => [topicArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => topicArn(target, name);
    return {
      ofArn: (found) => /:sns:[^:]*:\d*:([^:]+)$/.exec(found)?.[1],
      async all() {
        const client = await clients.sns();
        const found: string[] = [];
        let NextToken: string | undefined;
        const { ListTopicsCommand } = await import('@aws-sdk/client-sns');
        do {
          const page = await client.send(new ListTopicsCommand({ NextToken }));
          found.push(...(page.Topics ?? []).map(({ TopicArn = '' }) => TopicArn.slice(TopicArn.lastIndexOf(':') + 1)));
          NextToken = page.NextToken;
        } while (NextToken);
        return found.filter((name) => /.-.+-alarms$/.test(name));
      },
      ofStage: (owner) => [topicName(owner)],
      async tags(name) {
        const client = await clients.sns();
        const { ListTagsForResourceCommand } = await import('@aws-sdk/client-sns');
        const found = await undefinedIfNotFound(
          client.send(new ListTagsForResourceCommand({ ResourceArn: arn(name) })),
        );
        return found && fromTagList(found.Tags);
      },
      arn,
    };
  },
};
