/**
 * Kind `layer`: a Lambda layer with the content of a folder of the project. A version never changes, so other content
 * is another version. Layers have no tags, so the description of each version names its content and its owner. A
 * version that a release uses stays as long as the release, because a copy of the release needs it.
 */
import {
  DeleteLayerVersionCommand,
  type LambdaClient,
  type LayersListItem,
  type LayerVersionsListItem,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import type { FieldChange, Kind, Observed, Resource } from '../../../engine/resource.ts';
import { functionName, layerName, type StageIdentity } from '../../../naming/names.ts';
import { ownFunctions, ownLayers } from '../../arns/own-arns.ts';
import { isOwner } from '../../ownership/owner.ts';
import { markOf, splitMark, withMark } from '../../ownership/ownership-mark.ts';
import { namesBefore } from '../../releases/footprint-before.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { LayerShape } from './shape.ts';

function layerKind({ clients, artifacts }: KindDependencies): Kind<LayerShape> {
  return {
    kind: 'layer',
    rights: [
      {
        actions: ['lambda:DeleteLayerVersion', 'lambda:GetLayerVersion', 'lambda:PublishLayerVersion'],
        on: ownLayers,
      },
      // Lambda's listing of the versions of a layer has no resource in IAM.
      { actions: ['lambda:ListLayerVersions'] },
      { actions: ['lambda:ListVersionsByFunction'], on: ownFunctions },
    ],
    readsBy: [],
    async read({ name, properties: { content, tags } }) {
      const all = (await versionsOf(await clients.lambda(), name)).map(described);
      const [newest] = all;
      if (!newest) return undefined;
      const fitting = all.find((one) => one.content === content && one.owner === markOf(tags).owner) ?? newest;
      return {
        attributes: { name, versionArn: fitting.arn },
        properties: { content: fitting.content, versions: all.map(({ number }) => number) },
        owned: fitting.owner === markOf(tags).owner,
        foreign: {
          because: 'Its newest version does not say that it belongs to this stage.',
          hint: 'Rename the folder, or delete the layer if nobody needs it.',
        },
      };
    },
    diff,
    async apply({ name, properties: { content, tags } }, observed) {
      if (observed?.properties.content === content) return observed;
      const zip = artifacts.get(content);
      if (!zip) throw new Error(`the zip ${content} of layer ${name} is not among the artifacts`);
      const client = await clients.lambda();
      const { LayerVersionArn, Version = 0 } = await client.send(
        new PublishLayerVersionCommand({
          LayerName: name,
          Description: withMark(content, markOf(tags)),
          Content: { ZipFile: zip },
        }),
      );
      return {
        attributes: { name, versionArn: LayerVersionArn },
        properties: { content, versions: [Version, ...(observed?.properties.versions ?? [])], published: true },
        owned: true,
      };
    },
    retire: {
      // Kept releases use earlier versions, so only a run that has published another one looks for unused ones.
      due: (_, { properties: { published = false, versions } }) => published && versions.length > 1,
      async begin({ name, properties }, { attributes, properties: { versions } }) {
        const client = await clients.lambda();
        const used = await layersInUse(client, properties.function);
        for (const number of versions) {
          const isUsed = [...used, attributes.versionArn].some((arn) => arn?.endsWith(`:layer:${name}:${number}`));
          if (!isUsed) await remove(client, name, number);
        }
      },
    },
    async remove({ name }, { properties: { versions } }) {
      const client = await clients.lambda();
      for (const number of versions) await remove(client, name, number);
    },
  };
}

/** Without the project, the content is not known. */
function diff({ properties }: Resource<LayerShape>, observed: Observed<LayerShape>): FieldChange[] {
  const [from, to] = [observed.properties.content, properties.content];
  return to === '' || from === to ? [] : [{ path: 'content', from, to }];
}

function described({ Version = 0, LayerVersionArn = '', Description = '' }: LayerVersionsListItem) {
  const { description, mark } = splitMark(Description);
  return { number: Version, arn: LayerVersionArn, content: description, owner: mark?.owner };
}

/** Lambda lists each layer with its newest version, and has no filter for names. */
async function layersOfAccount(client: LambdaClient): Promise<LayersListItem[]> {
  const all: LayersListItem[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListLayersCommand({ Marker }));
    all.push(...(page.Layers ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return all;
}

/** The newest first. */
async function versionsOf(client: LambdaClient, LayerName: string): Promise<LayerVersionsListItem[]> {
  const all: LayerVersionsListItem[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListLayerVersionsCommand({ LayerName, Marker }));
    all.push(...(page.LayerVersions ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return all;
}

/** The ARNs of the layers of all versions of a function. Empty if the function does not exist. */
async function layersInUse(client: LambdaClient, FunctionName: string): Promise<string[]> {
  const used: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await undefinedIfNotFound(client.send(new ListVersionsByFunctionCommand({ FunctionName, Marker })));
    for (const { Layers = [] } of page?.Versions ?? []) used.push(...Layers.flatMap(({ Arn }) => Arn ?? []));
    Marker = page?.NextMarker;
  } while (Marker);
  return used;
}

/** Deleting a version that does not exist succeeds (docs/aws/lambda.md). */
async function remove(client: LambdaClient, LayerName: string, VersionNumber: number): Promise<void> {
  await client.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber }));
}

/**
 * The names of the layers that may be the stage's: those of its releases, and those of its function with the stage's
 * prefix. The record of a release behind another front door than a REST API does not list them.
 */
export function layersBefore(owner: StageIdentity, observed: ReadonlyMap<string, Observed>): string[] {
  const found = observed.get('function')?.properties.layers;
  const attached = Array.isArray(found) ? found.map((arn) => nameOfLayer(String(arn))) : [];
  const named = attached.filter((name) => name.startsWith(layerName(owner, '')));
  return [...new Set([...recordedLayers(owner, observed), ...named])];
}

/** The name in the ARN of a version: `arn:aws:lambda:<region>:<account>:layer:<name>:<version>`. */
export const nameOfLayer = (arn: string): string => arn.split(':')[6] ?? '';

/** The names of the layers that the records of the stage's releases list. */
export function recordedLayers(owner: StageIdentity, observed: ReadonlyMap<string, Observed>): string[] {
  return namesBefore(observed, 'layer').map((name) => layerName(owner, name));
}

export const layer: KindDefinition<LayerShape> = {
  kind: 'layer',
  plural: 'layers',
  create: layerKind,
  former: {
    properties: ({ tags, ...owner }) => ({ content: '', function: functionName(owner), tags }),
    leftOver: ({ owner, observed }) => layersBefore(owner, observed),
  },
  // A deploy that stops before the function is changed leaves a layer that no function and no release names.
  listing: {
    rights: [{ actions: ['lambda:ListLayers'] }],
    async list({ clients }, _census, only) {
      const all = await layersOfAccount(await clients.lambda());
      return all.flatMap(({ LayerName: name = '', LayerArn: arn = '', LatestMatchingVersion = {} }) => {
        const [app, stage] = described(LatestMatchingVersion).owner?.split('/') ?? [];
        if (app === undefined || stage === undefined || (only && !isOwner(only, { app, stage }))) return [];
        return name.startsWith(layerName({ app, stage }, '')) ? [{ name, arn, owner: { app, stage } }] : [];
      });
    },
  },
};
