/** Finds state machines by name and by tags. Reads only. */
import { stateMachineArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { ownStateMachines } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';
import { tagsOf } from './state-machine.ts';

export const stateMachineSearch: KindSearch = {
  lists: ['states:ListStateMachines'],
  listsForStage: true,
  reads: ['states:ListTagsForResource'],
  own: ownStateMachines,
  any: (scope) => [stateMachineArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => stateMachineArn(target, name);
    async function all(): Promise<string[]> {
      const { ListStateMachinesCommand } = await import('@aws-sdk/client-sfn');
      const client = await clients.stepFunctions();
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(new ListStateMachinesCommand({ maxResults: 1000, nextToken }));
        found.push(...(page.stateMachines ?? []).map(({ name = '' }) => name));
        nextToken = page.nextToken;
      } while (nextToken);
      return found;
    }
    return {
      ofArn: (found) => /:states:[^:]*:\d*:stateMachine:([^:]+)$/.exec(found)?.[1],
      // `<app>-<stage>-<state machine>`
      all: async () => (await all()).filter((name) => name.split('-').length >= 3),
      ofStage: async (owner) => (await all()).filter((name) => name.startsWith(`${baseName(owner)}-`)),
      async tags(name) {
        const { ListTagsForResourceCommand } = await import('@aws-sdk/client-sfn');
        const client = await clients.stepFunctions();
        const found = await undefinedIfNotFound(
          client.send(new ListTagsForResourceCommand({ resourceArn: arn(name) })),
        );
        return found && tagsOf(found.tags);
      },
      arn,
    };
  },
};
