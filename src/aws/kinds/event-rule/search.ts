/** Finds rules of event buses by name and by tags: those of the default bus, and those of the buses of stages. */
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventRuleArn } from '../../../naming/arns.ts';
import { DEFAULT_BUS } from '../../../naming/default-bus.ts';
import { baseName } from '../../../naming/names.ts';
import { ownEventRules } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { eventTags } from '../event-bus/event-tags.ts';
import { listEventBuses } from '../event-bus/search.ts';
import type { KindSearch } from '../search.ts';
import { rulePath } from './rule-path.ts';

export const eventRuleSearch: KindSearch = {
  lists: ['events:ListEventBuses', 'events:ListRules'],
  listsForStage: true,
  reads: ['events:ListTagsForResource'],
  own: ownEventRules,
  any: (scope) => [eventRuleArn(scope, `${DEFAULT_BUS}/*`)],
  in({ clients, facts: target }) {
    const arn = (name: string) => eventRuleArn(target, name);

    async function rulesOf(prefix?: string): Promise<string[]> {
      const client = await clients.eventBridge();
      const buses = await listEventBuses(client, prefix);
      const listed = [...new Set([DEFAULT_BUS, ...buses])].map((bus) => listRules(client, bus, prefix));
      return (await Promise.all(listed)).flat();
    }

    return {
      ofArn(found) {
        const path = /:events:[^:]*:\d*:rule\/(.+)$/.exec(found)?.[1];
        return path === undefined || path.includes('/') ? path : `${DEFAULT_BUS}/${path}`;
      },
      // `<app>-<stage>-<rule>`
      all: async () => (await rulesOf()).filter((name) => rulePath(name).rule.split('-').length >= 3),
      ofStage: async (owner) => await rulesOf(`${baseName(owner)}-`),
      tags: async (name) => await eventTags(await clients.eventBridge(), arn(name)),
      arn,
    };
  },
};

/** Returns the paths of the rules of a bus whose names begin with `NamePrefix`. */
async function listRules(client: EventBridgeClient, EventBusName: string, NamePrefix?: string): Promise<string[]> {
  const { ListRulesCommand } = await import('@aws-sdk/client-eventbridge');
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListRulesCommand({ EventBusName, NamePrefix, NextToken });
    const page = await undefinedIfNotFound(client.send(command));
    found.push(...(page?.Rules ?? []).map(({ Name = '' }) => `${EventBusName}/${Name}`));
    NextToken = page?.NextToken;
  } while (NextToken);
  return found;
}
