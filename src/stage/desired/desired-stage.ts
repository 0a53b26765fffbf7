/** The resources that a stage should have in a given account and region. Pure. */
import type { Artifacts } from '../../aws/kinds/kind-dependencies.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import type { StageConfig } from '../../config/config.ts';
import { layerFolders } from '../../config/layer-versions.ts';
import { compile } from '../../contract/compile/compile.ts';
import { compileHttp } from '../../contract/compile/compile-http.ts';
import { withDeclaredHeaders } from '../../contract/compile/declared-headers.ts';
import { checkDefinitionSize, checkPolicyLength } from '../../contract/compile/definition-size.ts';
import { makeRelease } from '../../contract/compile/release-id.ts';
import { isSigned } from '../../contract/in-stage/front-door-limits.ts';
import { methodSettings } from '../../contract/in-stage/method-settings.ts';
import { planOperations } from '../../contract/in-stage/plan-operations.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { Json } from '../../contract/model/json.ts';
import type { Resource } from '../../engine/resource.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { buildStack, functionFingerprint } from '../../stack/build-stack.ts';
import { withEncryptionKey } from '../../stack/encryption.ts';
import { footprintOf } from '../../stack/footprint.ts';
import { type StandIns, withStandIns } from '../../stack/tables.ts';

import { keptRelease } from './kept-release.ts';
import type { ReleaseSource } from './release-source.ts';

export interface DesiredStage {
  readonly resources: Resource[];
  /** The zips and the definition document, by the hashes that the resources name. */
  readonly artifacts: Artifacts;
  readonly release: string;
  /** The key of the release's definition document. */
  readonly definition: string;
  /** The same stage with these restored tables in place of its own. */
  standingIn(standIns: StandIns): DesiredStage;
  /** The record that a rollback to this release needs. A deploy computes it, and a plan does not need it. */
  kept(): KeptRelease;
}

export function desiredStage(source: ReleaseSource, given: StageConfig, facts: TargetFacts): DesiredStage {
  const { contract, code, consumers = {}, definitions = {}, layers = {}, trustStore, revision, promoted } = source;
  const cors = withDeclaredHeaders(given.cors, contract);
  const config = withEncryptionKey({ ...given, ...(cors && { cors }) }, facts.encryptionKey);
  const definition = definitionOf(contract, config, facts);
  checkPolicyLength(definition);
  refuseMissingLayers(config, layers, promoted);
  const contents = Object.fromEntries(Object.entries(layers).map(([name, { sha256 }]) => [name, sha256]));
  const release = makeRelease({
    definition,
    codeSha256: code.sha256,
    functionConfig: {
      ...functionFingerprint(config, code.handler, contents),
      ...endpointFingerprint(config),
      // Only the record of a new release has the footprint, from which a later deploy knows what to remove.
      ...footprintOf(config),
    },
  });
  const methods = methodSettings(contract.operations, config);
  const signed = isSigned(contract.operations);
  checkDefinitionSize(release.document, contract.file);
  const resources = buildStack({
    config,
    facts,
    code,
    consumers,
    definitions,
    layers: contents,
    release,
    signed,
    methods,
    operations: contract.operations.map(({ method, path }) => `${method} ${path}`),
    planOperations: planOperations(contract.operations, config),
    ...(trustStore && { trustStore: trustStore.sha256 }),
    ...(revision !== undefined && { revision }),
    ...(promoted && { promoted }),
  });
  const artifacts = new Map<string, Uint8Array>([
    [code.sha256, code.zip],
    ...Object.values(consumers).map(({ sha256, zip }): [string, Uint8Array] => [sha256, zip]),
    [release.contract, release.document],
    ...Object.values(layers).map(({ sha256, zip }): [string, Uint8Array] => [sha256, zip]),
    ...(trustStore ? [[trustStore.sha256, trustStore.content] as const] : []),
  ]);
  const kept = () => keptRelease({ contract, config, code, consumers, definitions, layers: contents, resources });
  const standingIn = (standIns: StandIns) => desiredStage(source, withStandIns(given, standIns), facts);
  return { resources, artifacts, release: release.release, definition: release.contract, standingIn, kept };
}

/** Throws `LayerNotFound`: the release of another stage has only the layers that it was deployed with. */
function refuseMissingLayers(
  config: StageConfig,
  layers: NonNullable<ReleaseSource['layers']>,
  promoted: ReleaseSource['promoted'],
): void {
  const missing = layerFolders(config).filter(({ name }) => layers[name] === undefined);
  if (missing.length === 0) return;
  const folders = missing.map(({ folder }) => folder).join(', ');
  const of = promoted ? `release ${promoted.release} of ${promoted.stage}` : 'the release';
  throw new ApikitError(
    'LayerNotFound',
    `${of} has no layer of ${folders}, which function.layers of ${config.stage} names. Nothing was changed.`,
    {
      hint: 'Deploy the sources instead, or choose another release.',
      exitCode: EXIT.usage,
    },
  );
}

/**
 * A change of the endpoint's type takes effect with a new deployment (docs/aws/endpoints.md), so the type belongs to
 * the release. A release of an earlier apikit, which had only regional APIs, keeps its ID.
 */
const endpointFingerprint = ({ endpoint: { type } }: StageConfig) => (type === 'regional' ? {} : { endpoint: type });

/**
 * The document that makes a change of the contract a new release. The code of a function URL contains the routes, so
 * its document has only what is set outside of the code.
 */
function definitionOf(contract: Contract, config: StageConfig, facts: TargetFacts): Json {
  switch (config.api) {
    case 'rest':
      return compile(contract, config, facts);
    case 'http':
      return compileHttp(contract, config, facts);
    case 'url':
      return { api: config.api, signed: isSigned(contract.operations) };
  }
}

/**
 * The resources of a stage for commands that do not read its source. Their names are right, but differences in code or
 * contract cannot be seen from them.
 */
export function knownStage(given: StageConfig, facts: TargetFacts, standIns: StandIns = {}): Resource[] {
  const config = withEncryptionKey(withStandIns(given, standIns), facts.encryptionKey);
  const code = { sha256: '', handler: '', actions: [] };
  return buildStack({ config, facts, code, release: { release: '', contract: '' } });
}
