/**
 * Describes a live stage for another tool: the parts of its template, in the tool's own terms, and what stays behind.
 * Reads nothing and writes nothing: the plan has read the stage.
 */
import { fillDefinition } from '../../aws/api-gateway/definition.ts';
import type {
  CloudFormationPart,
  Leaving,
  LeavingStage,
  LeftBehind,
  Live,
  Secret,
  TerraformPart,
} from '../../aws/leaving/leaving.ts';
import { isLeftBehind } from '../../aws/leaving/leaving.ts';
import { logicalId, terraformName } from '../../aws/leaving/names-in-templates.ts';
import { LEAVING } from '../../aws/leaving/registry.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import { attributesOf, type Observation } from '../../engine/observe.ts';
import { lookupIn, resolveResource } from '../../engine/resolve.ts';
import type { ResolvedResource, Resource } from '../../engine/resource.ts';
import { functionArn } from '../../naming/arns.ts';
import { findResource } from '../../stack/ids.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';

/** The stage as it exists, without differences from the project. */
export interface SettledStage {
  readonly desired: Pick<DesiredStage, 'artifacts'>;
  readonly resources: readonly Resource[];
  readonly observation: Observation;
  readonly facts: TargetFacts;
  /** The names of the environment variables in `apikit.yaml`. */
  readonly userVariables: ReadonlySet<string>;
  /** The names in AWS of the tables that `adopts` names. */
  readonly adoptedTables: ReadonlySet<string>;
}

/** The stage in the terms of one tool. */
export interface LeftStage<Part> {
  readonly parts: readonly Part[];
  readonly left: readonly LeftBehind[];
  /** The values that the user passes. */
  readonly secrets: readonly Secret[];
  /** The zips of functions by file name. */
  readonly code: ReadonlyMap<string, Uint8Array>;
  readonly definition?: Readonly<Record<string, unknown>>;
}

/** One of the two ways in which kinds are described. */
interface Format<Part> {
  describe(kind: Leaving, live: Live, stage: LeavingStage): readonly (Part | LeftBehind)[];
  /** The name of something of a resource, as the tool allows names. */
  nameOf(resource: string, name: string): string;
}

export const CLOUDFORMATION: Format<CloudFormationPart> = {
  describe: (kind, live, stage) => kind.cloudFormation(live, stage),
  nameOf: logicalId,
};

export const TERRAFORM: Format<TerraformPart> = {
  describe: (kind, live, stage) => kind.terraform(live, stage),
  nameOf: terraformName,
};

export function leaveStage<Part extends object>(format: Format<Part>, stage: SettledStage): LeftStage<Part> {
  const { desired, resources, observation, facts } = stage;
  const lookup = lookupIn(attributesOf(observation));
  const secrets: Secret[] = [];
  const code = new Map<string, Uint8Array>();
  const definition = definitionOf(stage);

  const zipOf = (artifact: string): string => {
    const owner = resources.find(({ properties }) => properties.codeSha256 === artifact);
    const name = `${owner?.name ?? 'function'}.zip`;
    const zip = desired.artifacts.get(artifact);
    if (!zip) throw new Error(`the code ${artifact} is not among the artifacts`);
    code.set(name, zip);
    return name;
  };

  const leaving: LeavingStage = {
    target: facts,
    userVariables: stage.userVariables,
    adoptedTables: stage.adoptedTables,
    fileOf: zipOf,
    objectOf: (artifact) => ({ $object: zipOf(artifact) }),
    secretOf(resource, name) {
      const secret: Secret = {
        $secret: format.nameOf(resource, name),
        description: `The environment variable ${name} of ${resource}`,
      };
      secrets.push(secret);
      return secret;
    },
    ...(definition && { definition }),
  };

  const described = resources.flatMap((resource) => {
    const observed = observation.observed.get(resource.id);
    const kind = LEAVING[resource.kind];
    if (!kind) throw new Error(`the kind ${resource.kind} has no description for other tools`);
    if (!observed || resource.upkeep) return [];
    const live: Live = {
      resource: resolveResource(resource, lookup) as ResolvedResource,
      observed,
      attributes: observed.attributes,
    };
    return [...format.describe(kind, live, leaving)];
  });

  return {
    parts: described.filter((part): part is Part => !isLeftBehind(part)),
    left: described.filter(isLeftBehind),
    secrets,
    code,
    ...(definition && { definition }),
  };
}

/** The definition that the live release has, with the ARNs of its version and of the user pools, and their clients. */
function definitionOf({ desired, resources, observation, facts }: SettledStage): Record<string, unknown> | undefined {
  const release = findResource(resources, 'release');
  if (!release || release.kind === 'url-release') return undefined;
  const attributes = attributesOf(observation);
  const { properties } = resolveResource(release, lookupIn(attributes));
  const { function: name, contract, userPools, userPoolClients } = properties as Record<string, unknown>;
  const template = desired.artifacts.get(String(contract));
  if (!template) throw new Error(`the definition ${String(contract)} is not among the artifacts`);
  const version = functionArn(facts, `${String(name)}:${String(attributes.get('release')?.version)}`);
  const [pools, clients] = [userPools, userPoolClients] as (Record<string, string> | undefined)[];
  return JSON.parse(fillDefinition(template, version, pools, clients)) as Record<string, unknown>;
}
