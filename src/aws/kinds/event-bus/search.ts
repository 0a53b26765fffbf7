/** Finds event buses by name and by tags. Reads only. */
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBusArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { ownEventBuses } from '../../arns/own-arns.ts';
import type { KindSearch } from '../search.ts';
import { eventTags } from './event-tags.ts';

export const eventBusSearch: KindSearch = {
  lists: ['events:ListEventBuses'],
  listsForStage: true,
  reads: ['events:ListTagsForResource'],
  own: ownEventBuses,
  any: (scope) => [eventBusArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => eventBusArn(target, name);
    return {
      ofArn: (found) => /:events:[^:]*:\d*:event-bus\/([^/]+)$/.exec(found)?.[1],
      // `<app>-<stage>-<bus>`
      all: async () =>
        (await listEventBuses(await clients.eventBridge())).filter((name) => name.split('-').length >= 3),
      ofStage: async (owner) => await listEventBuses(await clients.eventBridge(), `${baseName(owner)}-`),
      tags: async (name) => await eventTags(await clients.eventBridge(), arn(name)),
      arn,
    };
  },
};

/** Returns the names of the buses of the account and region, `default` among them, that begin with `NamePrefix`. */
export async function listEventBuses(client: EventBridgeClient, NamePrefix?: string): Promise<string[]> {
  const { ListEventBusesCommand } = await import('@aws-sdk/client-eventbridge');
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListEventBusesCommand({ NamePrefix, NextToken }));
    found.push(...(page.EventBuses ?? []).map(({ Name = '' }) => Name));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
