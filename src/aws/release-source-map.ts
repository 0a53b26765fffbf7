/** The source map that lies in the zip of a release, found again on any machine. */
import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { fetchOut } from '../fetch-out.ts';
import { ifThere } from './sdk-error.ts';

export interface ReleaseSourceMap {
  /** Of the code, in base64, as Lambda reports it. */
  readonly sha256: string;
  /** JSON text. */
  readonly sourceMap: string;
}

const SOURCE_MAP = 'index.mjs.map';
/** ms; the zip is at most 50 MB. */
const DOWNLOAD_TIMEOUT = 60_000;

/**
 * The map of a function's version. Lambda gives a link to the zip that is good for ten minutes (GetFunction,
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html). `undefined`: the version was pruned, or its code has
 * no map, such as Python's.
 */
export async function releaseSourceMap(
  client: LambdaClient,
  functionName: string,
  version: string,
  signal: AbortSignal,
): Promise<ReleaseSourceMap | undefined> {
  const command = new GetFunctionCommand({ FunctionName: functionName, Qualifier: version });
  const found = await ifThere(client.send(command, { abortSignal: signal }));
  const [url, sha256] = [found?.Code?.Location, found?.Configuration?.CodeSha256];
  if (url === undefined || sha256 === undefined) return undefined;
  const response = await fetchOut(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT)]) });
  if (!response.ok) return undefined;
  const zip = new Uint8Array(await response.arrayBuffer());
  const map = unzipSync(zip, { filter: ({ name }) => name === SOURCE_MAP })[SOURCE_MAP];
  return map && { sha256, sourceMap: new TextDecoder().decode(map) };
}
