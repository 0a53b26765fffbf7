/** The budget of a stage, where `budget` asks for it. Pure. */
import type { StageConfig } from '../config/config.ts';
import type { Properties, Resource } from '../engine/resource.ts';
import { budgetName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import type { BudgetProperties } from './properties.ts';

export function budgetResources(config: StageConfig, tags: Tags): Resource[] {
  if (!config.budget) return [];
  const properties: BudgetProperties = { ...config.budget, tags };
  return [{ id: 'budget', kind: 'budget', name: budgetName(config), properties: properties as unknown as Properties }];
}
