/** The code of a function, as Lambda keeps it. */
import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { fetchOut } from '../../proxy/fetch-out.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';

export interface FunctionCode {
  /** Of the zip, in base64, as Lambda reports it. */
  readonly sha256: string;
  /** The zip. Throws as `fetch` does, and where the link gives anything but a zip that Lambda could have taken. */
  download(): Promise<Uint8Array>;
}

/** ms */
const DOWNLOAD_TIMEOUT = 60_000;

/** bytes: Lambda takes zips up to 50 MiB in the request itself (docs/aws/quotas.md), which is how apikit sends them. */
export const LARGEST_ZIP = 52_428_800;

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
  return { sha256, download: () => downloaded(url, signal) };
}

/** The link is that of S3 itself, which sends nobody anywhere else. */
async function downloaded(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetchOut(url, {
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT)]),
  });
  if (answer.ok) return await bodyOf(answer);
  await answer.body?.cancel();
  throw new Error(`Lambda's link to it answers with status ${answer.status}`);
}

/** No more is read than a zip can have, whatever is sent. */
async function bodyOf({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > LARGEST_ZIP) throw new Error(`Lambda's link to it gives more than the ${LARGEST_ZIP} bytes of a zip`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
