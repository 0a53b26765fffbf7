/** Reads the source map from the zip of a release, on any computer. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { functionCode } from '../lambda/function-code.ts';

export interface ReleaseSourceMap {
  /** The SHA-256 of the code in base64, as Lambda returns it. */
  readonly sha256: string;
  /** The JSON text. */
  readonly sourceMap: string;
}

const SOURCE_MAP = 'index.mjs.map';

/**
 * The map of a function's version. Returns `undefined` if the version was pruned, or if its code has no map, as with
 * Python.
 */
export async function releaseSourceMap(
  client: LambdaClient,
  name: string,
  version: string,
  signal: AbortSignal,
): Promise<ReleaseSourceMap | undefined> {
  const code = await functionCode(client, { name, version }, signal);
  if (!code) return undefined;
  const zip = await code.download();
  const map = unzipSync(zip, { filter: (entry) => entry.name === SOURCE_MAP })[SOURCE_MAP];
  return map && { sha256: code.sha256, sourceMap: new TextDecoder().decode(map) };
}
