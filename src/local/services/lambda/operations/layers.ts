/** PublishLayerVersion, GetLayerVersion, GetLayerVersionByArn, ListLayers, ListLayerVersions, DeleteLayerVersion. */
import type { OperationContext } from '../../../cloud/operation.ts';
import { codeLocation, codeSha256, readCode, unzippedSize } from '../../../state/functions/code.ts';
import { lambdaTime } from '../../../state/functions/configuration.ts';
import { invalidParameter, notFound } from '../../../state/functions/errors.ts';
import { type LayerVersion, layerArn, layerState, layerVersionArn } from '../../../state/functions/layers.ts';
import { denied } from '../layers.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';

export const publishLayerVersion = operation('PublishLayerVersion', (input, context) => {
  const name = nameOf(input.LayerName, context);
  const zip = readCode(input.Content, 'PublishLayerVersion', context);
  const { layers, versions } = layerState(context.cloud, context);
  const version = layers.get(name)?.nextVersion ?? 1;
  const { CompatibleRuntimes: runtimes, CompatibleArchitectures: architectures, LicenseInfo: license } = input;
  const published: LayerVersion = {
    name,
    version,
    description: input.Description ?? '',
    ...(license !== undefined && { license }),
    ...(runtimes && { runtimes }),
    ...(architectures && { architectures }),
    created: context.cloud.clock.now(),
    blob: context.cloud.store.putBlob(zip),
    size: zip.length,
    unzipped: unzippedSize(zip),
  };
  versions.put(layerVersionArn(context, name, version), published);
  layers.put(name, { name, nextVersion: version + 1 });
  return withContent(published, context);
});

export const getLayerVersion = operation('GetLayerVersion', ({ LayerName, VersionNumber }, context) => {
  return withContent(existing(nameOf(LayerName, context), VersionNumber, context), context);
});

export const getLayerVersionByArn = operation('GetLayerVersionByArn', ({ Arn }, context) => {
  const end = Arn.lastIndexOf(':');
  return withContent(existing(nameOf(Arn.slice(0, end), context), Number(Arn.slice(end + 1)), context), context);
});

export const listLayers = operation('ListLayers', (input, context) => {
  const { layers } = layerState(context.cloud, context);
  const all = layers
    .keys()
    .sort()
    .flatMap((name) => {
      const [latest] = versionsOf(name, input, context);
      if (!latest) return [];
      return [{ LayerName: name, LayerArn: layerArn(context, name), LatestMatchingVersion: onWire(latest, context) }];
    });
  const { items, next } = page(all, input);
  return { Layers: items, NextMarker: next };
});

export const listLayerVersions = operation('ListLayerVersions', (input, context) => {
  const all = versionsOf(nameOf(input.LayerName, context), input, context);
  const { items, next } = page(all, input);
  return { LayerVersions: items.map((version) => onWire(version, context)), NextMarker: next };
});

/** Deleting a version that does not exist succeeds. */
export const deleteLayerVersion = operation('DeleteLayerVersion', ({ LayerName, VersionNumber }, context) => {
  checkNumber(VersionNumber);
  const { versions } = layerState(context.cloud, context);
  versions.delete(layerVersionArn(context, nameOf(LayerName, context), VersionNumber));
});

/** The name may be an ARN. No layer of another account is shared with this one. */
function nameOf(name: string, context: OperationContext): string {
  if (!name.startsWith('arn:')) return name;
  const [, , , region, account, , plain = ''] = name.split(':');
  if (account !== context.account || region !== context.region) throw denied(name);
  return plain;
}

function checkNumber(version: number): void {
  if (version < 1) throw invalidParameter('Layer Version Cannot be less than 1.');
}

function existing(name: string, version: number, context: OperationContext): LayerVersion {
  checkNumber(version);
  const found = layerState(context.cloud, context).versions.get(layerVersionArn(context, name, version));
  if (!found) throw notFound('The resource you requested does not exist.');
  return found;
}

/** The versions that fit the filters, the newest first. A version that names no runtime fits no filter by runtime. */
function versionsOf(
  wanted: string,
  filter: { readonly CompatibleRuntime?: string; readonly CompatibleArchitecture?: string },
  context: OperationContext,
): LayerVersion[] {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = filter;
  return layerState(context.cloud, context)
    .versions.values()
    .filter(({ name }) => name === wanted)
    .filter(({ runtimes = [] }) => runtime === undefined || runtimes.some((one) => one === runtime))
    .filter(({ architectures = [] }) => architecture === undefined || architectures.some((one) => one === architecture))
    .sort((one, other) => other.version - one.version);
}

const onWire = ({ name, version, ...layer }: LayerVersion, context: OperationContext) => ({
  LayerVersionArn: layerVersionArn(context, name, version),
  Version: version,
  Description: layer.description,
  CreatedDate: lambdaTime(layer.created),
  ...(layer.runtimes && { CompatibleRuntimes: layer.runtimes }),
  ...(layer.architectures && { CompatibleArchitectures: layer.architectures }),
  ...(layer.license !== undefined && { LicenseInfo: layer.license }),
});

const withContent = (layer: LayerVersion, context: OperationContext) => ({
  Content: {
    Location: codeLocation(context, layer),
    CodeSha256: codeSha256(layer),
    CodeSize: layer.size,
  },
  LayerArn: layerArn(context, layer.name),
  ...onWire(layer, context),
});
