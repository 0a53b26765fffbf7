/**
 * Makes the definition of a recorded release again, from its contract and the settings that it froze. Pure. The hash in
 * the record tells whether the result is the same to the byte.
 */
import { fillDefinition } from '../../aws/api-gateway/definition.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { ReleaseRecord } from '../../aws/releases/release-record.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import type { AccessConfig } from '../../config/access.ts';
import type { CorsConfig, StageConfig } from '../../config/config.ts';
import { type EndpointConfig, resolveEndpoint } from '../../config/endpoint.ts';
import { compile } from '../../contract/compile/compile.ts';
import { releaseDocument } from '../../contract/compile/release-id.ts';
import { passedContract } from '../../contract/load-contract.ts';
import type { ApiDocument } from '../../contract/model/api-document.ts';
import { functionArn, userPoolArn } from '../../naming/arns.ts';
import { functionName } from '../../naming/names.ts';

interface KeptDefinition {
  /** The stage's configuration. The settings that the release froze may differ. */
  readonly config: StageConfig;
  readonly record: ReleaseRecord;
  readonly kept: KeptRelease;
  readonly contract: ApiDocument;
}

/**
 * Returns the definition, filled in. Returns `undefined` if this version of apikit compiles a different definition, or
 * if a user pool in it is not known.
 */
export function keptDefinition(
  { config, record, kept, contract }: KeptDefinition,
  facts: TargetFacts,
): string | undefined {
  const definition = compile(passedContract(contract.document, ''), frozen(config, kept.settings), facts);
  const template = releaseDocument(definition, record.release);
  const pools = poolsOf(record, facts);
  if (template.contract !== record.contract || !pools) return undefined;
  return fillDefinition(template.document, functionArn(facts, `${functionName(config)}:${record.version}`), pools);
}

/** The configuration of the stage with the recorded settings that affect a definition. */
function frozen(
  { cors: _cors, access: _access, compression: _compression, ...config }: StageConfig,
  settings: KeptRelease['settings'],
) {
  const { cors, access, endpoint, binaryMediaTypes = '[]', compression, timeout = '0' } = settings;
  return {
    ...config,
    function: { ...config.function, timeout: Number(timeout) },
    endpoint: endpoint === undefined ? resolveEndpoint(undefined) : (JSON.parse(endpoint) as EndpointConfig),
    binaryMediaTypes: JSON.parse(binaryMediaTypes) as string[],
    ...(cors !== undefined && { cors: JSON.parse(cors) as CorsConfig }),
    ...(access !== undefined && { access: JSON.parse(access) as AccessConfig }),
    ...(compression !== undefined && { compression: Number(compression) }),
  };
}

/** The ARNs of the pools, by their names in apikit.yaml. `undefined` if there were too many for the record. */
function poolsOf({ pools }: ReleaseRecord, facts: TargetFacts): Record<string, string> | undefined {
  if (pools === undefined) return {};
  const pairs = pools.split(' ').map((each) => each.split('='));
  if (pairs.some(({ length }) => length !== 2)) return undefined;
  return Object.fromEntries(pairs.map(([name, id]) => [name, userPoolArn(facts, id!)]));
}
