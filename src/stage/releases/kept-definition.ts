/**
 * The definition of a release that is kept, made again of its contract and of the settings that it froze. Pure. That it is the same
 * to the byte is told by the hash in the record of the release.
 */
import { fillDefinition } from '../../aws/api-gateway/definition.ts';
import { functionArn, userPoolArn } from '../../aws/arns/arns.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { ReleaseRecord } from '../../aws/releases/release-record.ts';
import type { TargetFacts } from '../../aws/sdk/target-facts.ts';
import type { CorsConfig, StageConfig } from '../../config/config.ts';
import { compile } from '../../contract/compile/compile.ts';
import { releaseDocument } from '../../contract/compile/release-id.ts';
import { passedContract } from '../../contract/load-contract.ts';
import { functionName } from '../../naming/names.ts';
import type { KeptContract } from './kept-releases.ts';

interface KeptDefinition {
  /** Of the stage; what the release froze need not be as it was. */
  readonly config: StageConfig;
  readonly record: ReleaseRecord;
  readonly kept: KeptRelease;
  readonly contract: KeptContract;
}

/** Filled in. `undefined`: this apikit makes another one of them, or not all user pools are known that it names. */
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

/** The stage as it was, as far as a definition shows it. */
function frozen({ cors: _cors, compression: _compression, ...config }: StageConfig, settings: KeptRelease['settings']) {
  const { cors, binaryMediaTypes = '[]', compression, timeout = '0' } = settings;
  return {
    ...config,
    function: { ...config.function, timeout: Number(timeout) },
    binaryMediaTypes: JSON.parse(binaryMediaTypes) as string[],
    ...(cors !== undefined && { cors: JSON.parse(cors) as CorsConfig }),
    ...(compression !== undefined && { compression: Number(compression) }),
  };
}

/** By their names in apikit.yaml; `undefined`: there were too many for the record. */
function poolsOf({ pools }: ReleaseRecord, facts: TargetFacts): Record<string, string> | undefined {
  if (pools === undefined) return {};
  const pairs = pools.split(' ').map((each) => each.split('='));
  if (pairs.some(({ length }) => length !== 2)) return undefined;
  return Object.fromEntries(pairs.map(([name, id]) => [name, userPoolArn(facts, id!)]));
}
