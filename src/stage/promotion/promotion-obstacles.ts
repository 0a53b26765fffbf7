/** Why a release of one stage would fail in another: what it uses and the other stage does not have. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { KeptCode, KeptRelease, KeptTable } from '../../aws/releases/kept-release.ts';
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import { consumersOf } from '../../config/consumers.ts';
import { missingInStages } from '../../contract/in-stage/missing-in-stage.ts';
import { ownFunctionCalls } from '../../contract/in-stage/own-function-calls.ts';
import { isSilenced } from '../../contract/model/silenced.ts';
import { RULES } from '../../contract/rules/index.ts';
import type { ReleaseSource } from '../desired/release-source.ts';
import { hasCompiledCode } from '../prepare/compiled-code.ts';

interface Promoted {
  readonly source: ReleaseSource;
  /** The stage that the release comes from. */
  readonly from: StageConfig;
  readonly kept: KeptRelease & { readonly code: KeptCode };
  /** The stage that the release goes to. */
  readonly to: StageConfig;
  /** The record that the release would get there. */
  readonly there: KeptRelease;
}

/** Returns whole sentences. Empty if no reason is known. */
export function promotionObstacles({ source, from, kept, to, there }: Promoted): string[] {
  const { contract } = source;
  // The architecture at the time of the deploy: apikit.yaml may have another one since.
  const architecture = kept.settings.architecture ?? from.function.architecture;
  const built = (runtime: string): Machine => ({ stage: from.stage, runtime, architecture });
  const runsOn = (runtime: string): Machine => ({ stage: to.stage, runtime, architecture: to.function.architecture });
  const unmet = [...missingInStages(contract, [to]), ...ownFunctionCalls(contract, to)].filter(
    ({ rule, path }) => RULES[rule].severity === 'error' && !isSilenced(contract.document, path, rule),
  );
  return [
    ...unmet.map(({ message }) => message),
    ...Object.entries(kept.tables).flatMap(([name, table]) => tableObstacles(name, table, there.tables[name], to)),
    ...Object.keys(kept.secrets)
      .filter((name) => !Object.hasOwn(there.secrets, name))
      .map((name) => `It uses the secret ${name}, which stage ${to.stage} does not have.`),
    ...codeObstacles(source.code.zip, 'The handler', built(kept.code.runtime), runsOn(to.function.runtime)),
    ...Object.entries(to.stateMachines)
      .filter(([name, { definition }]) => definition !== undefined && kept.definitions?.[name] === undefined)
      .map(([name]) => `Stage ${to.stage} has the state machine ${name}, and the release has no definition of it.`),
    ...consumersOf(to).flatMap(({ key, source: consumed, runtime }) => {
      const [code, bytes] = [kept.consumers?.[key], source.consumers?.[key]?.zip];
      if (!code || !bytes) return [`Stage ${to.stage} has a consumer for ${consumed}, and the release has none.`];
      return codeObstacles(bytes, `The consumer of ${consumed}`, built(code.runtime), runsOn(runtime));
    }),
  ];
}

function tableObstacles(
  name: string,
  table: KeptTable,
  there: KeptTable | undefined,
  { stage }: StageConfig,
): string[] {
  if (!there) return [`It uses the table ${name}, which stage ${stage} does not have.`];
  const keys = ({ partitionKey, sortKey }: KeptTable) => ({ partitionKey, sortKey });
  if (!isDeepStrictEqual(keys(table), keys(there)))
    return [`The table ${name} of stage ${stage} has a different key than the release uses.`];
  return Object.entries(table.indexes ?? {}).flatMap(([index, shape]) => {
    const found = there.indexes?.[index];
    if (!found) return [`The table ${name} of stage ${stage} lacks the index ${index}.`];
    return isDeepStrictEqual(found, shape)
      ? []
      : [`The index ${index} of the table ${name} has another key or projection in stage ${stage}.`];
  });
}

/** The runtime and processor that the code of a stage is built for, or runs on. */
interface Machine {
  readonly stage: string;
  readonly runtime: string;
  readonly architecture: string;
}

function codeObstacles(
  zip: Uint8Array,
  what: string,
  built: Machine,
  { stage, runtime, architecture }: Machine,
): string[] {
  const language = (id: string) => id.replace(/[\d.]+x?$/, '');
  if (language(built.runtime) !== language(runtime))
    return [`${what} was built for ${built.runtime}, and stage ${stage} runs ${runtime}.`];
  if (!hasCompiledCode(zip)) return [];
  const compiled = `${what} contains code that is compiled for`;
  if (built.stage === LOCAL_STAGE) return [`${compiled} this machine, and not for Lambda.`];
  if (built.architecture !== architecture)
    return [`${compiled} ${built.architecture}, and stage ${stage} runs on ${architecture}.`];
  // Node.js add-ons work with later versions. Python's belong to one version.
  return runtime.startsWith('python') && built.runtime !== runtime
    ? [`${compiled} ${built.runtime}, and stage ${stage} runs ${runtime}.`]
    : [];
}
