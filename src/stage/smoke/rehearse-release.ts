/**
 * Tests a release before its stage serves it: API Gateway runs the requests of a smoke test against the API's
 * definition (ADR 14). If an earlier run created the release, its definition is imported again first.
 */
import { fillDefinition, putDefinition } from '../../aws/api-gateway/definition.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { ApplyResult } from '../../engine/apply.ts';
import { lookupIn, resolveValue } from '../../engine/resolve.ts';
import type { Resource } from '../../engine/resource.ts';
import { contextOf } from '../../engine/run.ts';
import { functionArn } from '../../naming/arns.ts';
import { attributeOf, findObserved, findResource } from '../../stack/ids.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import type { ObservedStage } from '../stage-run.ts';
import { type Rehearsed, rehearseDefinition } from './rehearse-definition.ts';

export interface Rehearsal {
  readonly contract: Pick<Contract, 'document' | 'operations'>;
  readonly clients: Clients;
  readonly facts: TargetFacts;
  /** The stage variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Returns `undefined` if the endpoint does not support TestInvokeMethod. `attributes` are those of everything that the
 * stage needs.
 */
export async function rehearseRelease(
  { contract, clients, facts, variables }: Rehearsal,
  desired: DesiredStage,
  { run, resources = desired.resources, observation }: ObservedStage,
  attributes: ApplyResult['attributes'],
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
  attributes: ApplyResult['attributes'],
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
