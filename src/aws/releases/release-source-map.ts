/** Reads the source map from the zip of a release, on any computer. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { type FunctionCode, functionCode } from '../lambda/function-code.ts';

/** A version whose code another read has found. */
export interface KnownCode {
  readonly version: string;
  readonly code?: FunctionCode;
}

export interface ReleaseSourceMap {
  /** The SHA-256 of the code in base64, as Lambda returns it. */
  readonly sha256: string;
  /** The JSON text. */
  readonly sourceMap: string;
}

const SOURCE_MAP = 'index.mjs.map';

/**
 * The map of a function's version. Returns `undefined` if the version was pruned, or if its code has no map, as with
 * Python. With the code in `known`, it makes no call of Lambda.
 */
export async function releaseSourceMap(
  client: LambdaClient,
  { name, version, known }: { readonly name: string; readonly version: string; readonly known?: KnownCode },
  signal: AbortSignal,
): Promise<ReleaseSourceMap | undefined> {
  const code = known?.version === version ? known.code : await functionCode(client, { name, version }, signal);
  if (!code) return undefined;
  const zip = await code.download();
  const map = unzipSync(zip, { filter: (entry) => entry.name === SOURCE_MAP })[SOURCE_MAP];
  return map && { sha256: code.sha256, sourceMap: new TextDecoder().decode(map) };
}
