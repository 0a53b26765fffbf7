/** The code of a function, as Lambda keeps it. */
import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { fetchOut } from '../fetch-out.ts';
import { ifThere } from './sdk-error.ts';

export interface FunctionCode {
  /** Of the zip, in base64, as Lambda reports it. */
  readonly sha256: string;
  /** The zip; `undefined`: the link does not give it. Throws as `fetch` does. */
  download(): Promise<Uint8Array | undefined>;
}

/** ms; the zip is at most 50 MB. */
const DOWNLOAD_TIMEOUT = 60_000;

/**
 * Lambda gives a link to the zip that is good for ten minutes (GetFunction,
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html). `version`: a published one, absent for `$LATEST`.
 * `undefined`: there is no such function or version.
 */
export async function functionCode(
  client: LambdaClient,
  { name, version }: { readonly name: string; readonly version?: string },
  signal: AbortSignal,
): Promise<FunctionCode | undefined> {
  const command = new GetFunctionCommand({ FunctionName: name, ...(version !== undefined && { Qualifier: version }) });
  const found = await ifThere(client.send(command, { abortSignal: signal }));
  const [url, sha256] = [found?.Code?.Location, found?.Configuration?.CodeSha256];
  if (url === undefined || sha256 === undefined) return undefined;
  return {
    sha256,
    async download() {
      const answer = await fetchOut(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT)]) });
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    },
  };
}
