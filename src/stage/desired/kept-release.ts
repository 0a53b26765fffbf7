/** Makes the record of a release from its sources. Pure. */
import { createHash } from 'node:crypto';
import type { KeptCode, KeptRelease, KeptTable } from '../../aws/releases/kept-release.ts';
import type { StageConfig } from '../../config/config.ts';
import { consumersOf } from '../../config/consumers.ts';
import { isSigned } from '../../contract/in-stage/front-door-limits.ts';
import type { Contract } from '../../contract/model/contract.ts';
import type { Properties, Resource } from '../../engine/resource.ts';
import { functionFingerprint } from '../../stack/build-stack.ts';
import { findResource } from '../../stack/ids.ts';
import type { ReleaseCode } from './release-source.ts';

export interface ReleaseSources {
  readonly contract: Contract;
  readonly config: StageConfig;
  readonly code: ReleaseCode;
  /** The code of the consumers, by their keys (`config/consumers.ts`). */
  readonly consumers: Readonly<Record<string, ReleaseCode>>;
  /** The definitions of state machines, by their names. */
  readonly definitions: Readonly<Record<string, string>>;
  /** The SHA-256 of the layers of the project, by their names. */
  readonly layers: Readonly<Record<string, string>>;
  /** All resources of the stage. */
  readonly resources: readonly Resource[];
}

export function keptRelease({
  contract,
  config,
  code,
  consumers,
  definitions,
  layers,
  resources,
}: ReleaseSources): KeptRelease {
  const role = findResource(resources, 'role')?.properties;
  const { document, operations } = contract;
  const secrets = Object.entries(config.function.secrets ?? {}).map(([name, { from }]) => [name, from]);
  return {
    policies: role?.policies ?? {},
    tables: Object.fromEntries(Object.keys(config.tables).map((name) => [name, keptTable(name, resources)])),
    secrets: Object.fromEntries(secrets),
    settings: {
      ...settingsOf(config, functionFingerprint(config, code.handler, layers)),
      ...(config.api !== 'rest' && { signed: String(isSigned(operations)) }),
      // The other front doors have this setting outside of their releases.
      ...(config.api === 'http' && config.endpoint.executeApi === false && { executeApi: 'false' }),
    },
    operations: Object.fromEntries(
      operations.map(({ method, path, written }) => [
        `${method} ${path}`,
        hash([written.operation, written.item.parameters ?? null]),
      ]),
    ),
    components: hash(document.components ?? null),
    code: keptCode(code, config.function.runtime),
    ...(Object.keys(consumers).length > 0 && { consumers: keptConsumers(consumers, config) }),
    ...(Object.keys(definitions).length > 0 && { definitions }),
    contract: document,
  };
}

function keptCode({ sha256, handler, actions, otherActions }: ReleaseCode, runtime: string): KeptCode {
  return { sha256, handler, runtime, actions, otherActions };
}

function keptConsumers(consumers: ReleaseSources['consumers'], config: StageConfig): KeptRelease['consumers'] {
  return Object.fromEntries(
    consumersOf(config).flatMap(({ key, runtime }) => {
      const code = consumers[key];
      return code === undefined ? [] : [[key, keptCode(code, runtime)] as const];
    }),
  );
}

function keptTable(name: string, resources: readonly Resource[]): KeptTable {
  const resource = findResource(resources, `table/${name}`);
  if (!resource) throw new Error(`the stage has no table ${name}`);
  const { partitionKey, sortKey, indexes } = resource.properties;
  return { name: resource.name, partitionKey, ...(sortKey && { sortKey }), ...(indexes && { indexes }) };
}

/**
 * The values of environment variables are kept as hashes: a person who may see releases may not be allowed to see the
 * environment.
 */
function settingsOf(config: StageConfig, { environment, ...fingerprint }: Properties): KeptRelease['settings'] {
  const { cors, access, endpoint, binaryMediaTypes, compression } = config;
  // A release of an earlier apikit, which had only regional APIs, has no such setting.
  const other = endpoint.type === 'regional' ? undefined : endpoint;
  const ofDefinition = { cors, access, endpoint: other, binaryMediaTypes, compression };
  const plain = Object.entries({ ...fingerprint, ...ofDefinition }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
  );
  const hashed = Object.entries(environment as Record<string, string>).map(([name, value]) => [
    `environment.${name}`,
    hash(value),
  ]);
  return Object.fromEntries([...plain, ...hashed]);
}

/** A short hash is enough: it only has to show that a human-made text changed. */
function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}
