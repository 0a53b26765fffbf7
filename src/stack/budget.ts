/** The budget of a stage, if `budget` asks for one. Pure. */
import type { BudgetShape } from '../aws/kinds/budget/shape.ts';
import type { StageConfig } from '../config/config.ts';
import type { Resource } from '../engine/resource.ts';
import { budgetName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';

export function budgetResources(config: StageConfig, tags: Tags): Resource<BudgetShape>[] {
  if (!config.budget) return [];
  return [{ id: 'budget', kind: 'budget', name: budgetName(config), properties: { ...config.budget, tags } }];
}
