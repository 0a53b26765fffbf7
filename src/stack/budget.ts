/** The budget of a stage, where `budget` asks for it. Pure. */
import type { StageConfig } from '../config/config.ts';
import type { Properties, Resource } from '../engine/resource.ts';
import { budgetName } from './names.ts';
import type { BudgetProperties, Tags } from './properties.ts';
import { APP_TAG, STAGE_TAG } from './tags.ts';

export function budgetResources(config: StageConfig, tags: Tags): Resource[] {
  if (!config.budget) return [];
  const properties: BudgetProperties = { ...config.budget, tags };
  return [{ id: 'budget', kind: 'budget', name: budgetName(config), properties: properties as unknown as Properties }];
}

/** USD for 31 days at 0.02 a day (AWS's guide to budgets); its newer pages name no price for budgets without actions. */
const PRICE = '0.62';

/** Sentences for the plan. */
export function budgetNotes({ budget }: StageConfig): string[] {
  if (!budget) return [];
  return [
    `AWS bills the budget with up to ${PRICE} USD a month; the first two of an account are free. It counts nothing until ${APP_TAG} and ${STAGE_TAG} are activated as cost allocation tags in the billing console.`,
  ];
}
