/**
 * The permissions that the searches of this folder need: those of every kind, and those of what is listed in any case.
 */
import type { Right } from '../../engine/rights.ts';
import { inApiGateway, resourceHasAppTag } from '../arns/own-arns.ts';
import { DEFINITIONS } from '../kinds/registry.ts';

const LISTED: readonly Right[] = [
  { actions: ['tag:GetResources'] },
  { actions: ['apigateway:GET'], on: inApiGateway('/restapis') },
  ...DEFINITIONS.flatMap(({ listing }) => listing?.rights ?? []),
];

const SEARCHES = DEFINITIONS.flatMap(({ search }) => search ?? []);

export const STAGE_SEARCH_RIGHTS: readonly Right[] = [
  ...LISTED,
  ...SEARCHES.flatMap(({ lists, listsForStage, reads, own }) => [
    ...(lists && listsForStage ? [{ actions: lists }] : []),
    ...(own ? [{ actions: reads, on: own }] : []),
  ]),
];

/** The permissions to search all apps and stages of the account. */
export const ACCOUNT_SEARCH_RIGHTS: readonly Right[] = [
  ...LISTED,
  ...SEARCHES.flatMap(({ lists, reads, any }) => [...(lists ? [{ actions: lists }] : []), { actions: reads, on: any }]),
  { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: resourceHasAppTag },
];
