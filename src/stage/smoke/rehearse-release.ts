/**
 * Tries a release before its stage serves it: the requests of a smoke test, put to the API's definition by API Gateway itself
 * (ADR 14). The definition is the one that the release was made of; where an earlier run has made it, it is put again.
 */
import { fillDefinition, putDefinition } from '../../aws/api-gateway/definition.ts';
import { functionArn } from '../../aws/arns/arns.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { Outcome } from '../../engine/apply.ts';
import { lookupIn, resolveValue } from '../../engine/resolve.ts';
import type { Resource } from '../../engine/resource.ts';
import { contextOf } from '../../engine/run.ts';
import { attributeOf, findObserved, findResource } from '../../stack/ids.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import type { ObservedStage } from '../stage-run.ts';
import { type Rehearsed, rehearseDefinition } from './rehearse-definition.ts';

export interface Rehearsal {
  readonly contract: Pick<Contract, 'document' | 'operations'>;
  readonly clients: Clients;
  readonly facts: TargetFacts;
  /** Of the stage. */
  readonly variables: Readonly<Record<string, string>>;
}

/** `undefined`: the endpoint does not offer it. `attributes`: of everything that the stage needs. */
export async function rehearseRelease(
  { contract, clients, facts, variables }: Rehearsal,
  desired: DesiredStage,
  { run, resources = desired.resources, observation }: ObservedStage,
  attributes: Outcome['attributes'],
): Promise<Rehearsed | undefined> {
  const stage = contextOf(run, resources.find(({ id }) => id === 'stage') as Resource);
  await run.rights.over(stage.note, run.signal);
  const api = attributeOf(attributes, 'api', 'id');
  const deploymentId = attributeOf(attributes, 'release', 'deploymentId');
  const known = findObserved(observation.observed, 'release')?.attributes.history ?? [];
  if (known.some((entry) => entry.deploymentId === deploymentId)) {
    const document = definitionOf(resources, attributes, desired, facts);
    await putDefinition(await clients.apiGateway(), api, document);
  }
  return await rehearseDefinition({ clients, api, contract, variables, signal: run.signal });
}

function definitionOf(
  resources: readonly Resource[],
  attributes: Outcome['attributes'],
  { artifacts }: DesiredStage,
  facts: TargetFacts,
): string {
  const { contract = '', userPools = {} } = findResource(resources, 'release')?.properties ?? {};
  const template = artifacts.get(contract);
  if (!template) throw new Error(`the definition ${contract} is not among the artifacts`);
  const name = attributeOf(attributes, 'function', 'name');
  const version = attributeOf(attributes, 'release', 'version');
  const pools = resolveValue(userPools, lookupIn(attributes)) as Record<string, string>;
  return fillDefinition(template, functionArn(facts, `${name}:${version}`), pools);
}
