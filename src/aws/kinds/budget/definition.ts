/** Describes the kind `budget`. */
import { budgetArn } from '../../../naming/arns.ts';
import { budgetName } from '../../../naming/names.ts';
import { ownBudgets } from '../../arns/own-arns.ts';
import { fromTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import { budgetKind } from './budget.ts';
import type { BudgetShape } from './shape.ts';

/** A stage has at most one in a region, found by its name. apikit creates budgets only in the partition `aws`. */
const budgetSearch: KindSearch = {
  reads: ['budgets:ListTagsForResource'],
  own: ownBudgets,
  any: (scope) => [budgetArn(scope, '*')],
  in({ clients, facts: target }) {
    if (target.partition !== 'aws') return undefined;
    const arn = (name: string) => budgetArn(target, name);
    return {
      all: async () => [],
      ofStage: (owner) => [budgetName({ ...owner, region: target.region })],
      ofArn: (found) => /:budgets::\d*:budget\/(.+)$/.exec(found)?.[1],
      async tags(name) {
        const client = await clients.budgets();
        const { ListTagsForResourceCommand } = await import('@aws-sdk/client-budgets');
        const found = await undefinedIfNotFound(
          client.send(new ListTagsForResourceCommand({ ResourceARN: arn(name) })),
        );
        return found && fromTagList(found.ResourceTags);
      },
      arn,
    };
  },
};

export const budget: KindDefinition<BudgetShape> = {
  kind: 'budget',
  plural: 'budgets',
  create: budgetKind,
  former: {
    properties: ({ tags }) => ({ monthly: 0, notify: [], forecast: false, tags }),
    id: () => 'budget',
    name: (owner, partition) => (partition === 'aws' ? budgetName(owner) : undefined),
  },
  search: budgetSearch,
};
