/**
 * Makes a release of one stage the source of a release of another: its recorded contract, and the same zips of its
 * code. Reads only and builds nothing: the project's contract and sources are not used.
 */
import { createHash } from 'node:crypto';
import { nameOfLayer } from '../../aws/kinds/layer/layer.ts';
import { type FunctionCode, functionCode, layersOfVersion } from '../../aws/lambda/function-code.ts';
import type { KeptCode, KeptRelease } from '../../aws/releases/kept-release.ts';
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Consumer } from '../../config/consumers.ts';
import { passedContract } from '../../contract/load-contract.ts';
import type { ApiDocument } from '../../contract/model/api-document.ts';
import { networkReason } from '../../contract/testing/send.ts';
import { isInterruption } from '../../engine/interruption.ts';
import { ApikitError } from '../../errors.ts';
import { consumerName, functionName, layerName } from '../../naming/names.ts';
import type { ReleaseCode, ReleaseLayer, ReleaseSource } from '../desired/release-source.ts';
import type { RunParts } from '../stage-run.ts';

export interface PromotedFrom {
  /** The stage that the release comes from. */
  readonly config: StageConfig;
  readonly entry: HistoryEntry;
  readonly kept: KeptRelease & { readonly code: KeptCode };
  readonly contract: ApiDocument;
  readonly consumers: readonly Consumer[];
}

/** Throws `ReleaseRefused` if the code does not exist any more, and `CodeNotFetched`. */
export async function promotedRelease(from: PromotedFrom, parts: RunParts): Promise<ReleaseSource> {
  const { config, entry, kept, contract } = from;
  const { release, revision, version } = entry.record;
  const consumed = from.consumers.flatMap(({ id, key }) => {
    const each = kept.consumers?.[key];
    return each ? [{ id, key, each }] : [];
  });
  const [code, ...consumers] = await Promise.all([
    fetched(from, kept.code, { name: functionName(config), version }, parts),
    // A consumer has no versions: only its current code exists.
    ...consumed.map(async ({ id, key, each }) => {
      const fetchedCode = await fetched(from, each, { name: consumerName(config, id) }, parts);
      return [key, fetchedCode] as const;
    }),
  ]);
  return {
    contract: passedContract(contract.document, `the contract of release ${release} of ${config.stage}`),
    code,
    ...(consumers.length > 0 && { consumers: Object.fromEntries(consumers) }),
    ...(kept.definitions && { definitions: kept.definitions }),
    ...(await promotedLayers(from, parts)),
    ...(revision !== undefined && { revision }),
    promoted: { stage: config.stage, release },
  };
}

/** The layers that the first stage made of folders, by their names. Makes no call if it has none. */
async function promotedLayers(
  { config, entry, kept }: PromotedFrom,
  { clients, signal }: RunParts,
): Promise<Pick<ReleaseSource, 'layers'>> {
  if (kept.settings.layers === undefined) return {};
  const { version } = entry.record;
  const nameIn = (arn: string): string | undefined => {
    const name = nameOfLayer(arn);
    const prefix = layerName(config, '');
    return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  };
  const place = { name: functionName(config), version };
  const found = await layersOfVersion(await clients.lambda(), place, (arn) => nameIn(arn) !== undefined, signal);
  const layers = await Promise.all(
    found.map(async ({ arn, code }): Promise<[string, ReleaseLayer]> => {
      const zip = await downloaded(code, `the layer ${arn}`, signal);
      return [nameIn(arn) ?? '', { sha256: code.sha256, zip }];
    }),
  );
  return { layers: Object.fromEntries(layers) };
}

/** Code that is not the same to the byte is not promoted. */
async function fetched(
  { config: { app, stage }, entry }: PromotedFrom,
  { sha256, handler, actions, otherActions }: KeptCode,
  { name, version }: { readonly name: string; readonly version?: string },
  { clients, signal }: RunParts,
): Promise<ReleaseCode> {
  const which = version === undefined ? `function ${name}` : `version ${version} of function ${name}`;
  const { release } = entry.record;
  const refused = (why: string) =>
    new ApikitError(
      'ReleaseRefused',
      `Release ${release} of ${app}/${stage} cannot be promoted: ${which} ${why}. Nothing was changed.`,
      { hint: `Choose another release: apikit releases --stage ${stage}` },
    );
  const code = await functionCode(await clients.lambda(), { name, ...(version !== undefined && { version }) }, signal);
  if (!code) throw refused('does not exist any more');
  if (code.sha256 !== sha256) throw refused('now has other code than the release had');
  const zip = await downloaded(code, which, signal);
  return { zip, sha256, handler, actions, otherActions };
}

/** Throws `CodeNotFetched`, also if the zip is not the one whose hash Lambda has returned. */
async function downloaded(code: FunctionCode, which: string, signal: AbortSignal): Promise<Uint8Array> {
  const zip = await code.download().catch((error: unknown) => {
    if (isInterruption(error, signal) || error instanceof ApikitError) throw error;
    throw notFetched(which, networkReason(error));
  });
  const got = createHash('sha256').update(zip).digest('base64');
  if (got !== code.sha256) throw notFetched(which, `the downloaded zip has the hash ${got} instead of ${code.sha256}`);
  return zip;
}

function notFetched(which: string, why: string): ApikitError {
  return new ApikitError('CodeNotFetched', `The code of ${which} could not be fetched: ${why}. Nothing was changed.`, {
    hint: 'Run the command again. If it fails again, check whether this machine can reach the addresses of S3, through its proxy if it has one.',
  });
}
