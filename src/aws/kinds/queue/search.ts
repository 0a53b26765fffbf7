/** Finds queues by name and by tags. Reads only. */
import { queueArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { ownQueues } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { queueUrl } from '../../sdk/queue-url.ts';
import type { KindSearch } from '../search.ts';

export const queueSearch: KindSearch = {
  lists: ['sqs:ListQueues'],
  listsForStage: true,
  reads: ['sqs:ListQueueTags'],
  own: ownQueues,
  any: (scope) => [queueArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => queueArn(target, name);
    async function named(QueueNamePrefix?: string): Promise<string[]> {
      const client = await clients.sqs();
      const found: string[] = [];
      let NextToken: string | undefined;
      const { ListQueuesCommand } = await import('@aws-sdk/client-sqs');
      do {
        const page = await client.send(new ListQueuesCommand({ QueueNamePrefix, MaxResults: 1000, NextToken }));
        found.push(...(page.QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1)));
        NextToken = page.NextToken;
      } while (NextToken);
      return found;
    }
    return {
      ofArn: (found) => /:sqs:[^:]*:\d*:([^:]+)$/.exec(found)?.[1],
      // `<app>-<stage>-<queue>`
      all: async () => (await named()).filter((name) => name.split('-').length >= 3),
      ofStage: (owner) => named(`${baseName(owner)}-`),
      async tags(name) {
        const client = await clients.sqs();
        const { ListQueueTagsCommand } = await import('@aws-sdk/client-sqs');
        const command = new ListQueueTagsCommand({ QueueUrl: queueUrl(target, name) });
        const found = await undefinedIfNotFound(client.send(command));
        return found && (found.Tags ?? {});
      },
      arn,
    };
  },
};
