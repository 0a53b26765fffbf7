/** The code of a function and of its layers, as Lambda keeps it. */
import {
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  GetLayerVersionByArnCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { fetchThroughProxy } from '../../proxy/fetch-through-proxy.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';

export interface FunctionCode {
  /** The SHA-256 of the zip in base64, as Lambda returns it. */
  readonly sha256: string;
  /**
   * Downloads the zip. Throws the errors of `fetch`, and if the link returns anything but a zip that Lambda could have
   * accepted.
   */
  download(): Promise<Uint8Array>;
}

/** Milliseconds. */
const DOWNLOAD_TIMEOUT = 60_000;

/**
 * Bytes. Lambda accepts zips up to 50 MiB in the request itself (docs/aws/quotas.md), which is how apikit sends them.
 */
export const LARGEST_ZIP = 52_428_800;

/**
 * Lambda returns a link to the zip that is valid for ten minutes (GetFunction,
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html). `version` is a published version; without it,
 * the code is that of `$LATEST`. Returns `undefined` if the function or version does not exist.
 */
export async function functionCode(
  client: LambdaClient,
  { name, version }: { readonly name: string; readonly version?: string },
  signal: AbortSignal,
): Promise<FunctionCode | undefined> {
  const command = new GetFunctionCommand({ FunctionName: name, ...(version !== undefined && { Qualifier: version }) });
  const found = await undefinedIfNotFound(client.send(command, { abortSignal: signal }));
  return found && codeIn(found, signal);
}

/** Returns the code of a function that has been read. */
export function codeIn(found: GetFunctionCommandOutput, signal: AbortSignal): FunctionCode | undefined {
  const [url, sha256] = [found.Code?.Location, found.Configuration?.CodeSha256];
  if (url === undefined || sha256 === undefined) return undefined;
  return { sha256, download: () => downloaded(url, signal) };
}

/** The layers of a published version, by ARN, with their zips. A layer that does not exist any more is left out. */
export async function layersOfVersion(
  client: LambdaClient,
  { name, version }: { readonly name: string; readonly version: string },
  wanted: (arn: string) => boolean,
  signal: AbortSignal,
): Promise<{ arn: string; code: FunctionCode }[]> {
  const command = new GetFunctionCommand({ FunctionName: name, Qualifier: version });
  const found = await undefinedIfNotFound(client.send(command, { abortSignal: signal }));
  const arns = (found?.Configuration?.Layers ?? []).flatMap(({ Arn }) => Arn ?? []).filter(wanted);
  const layers = await Promise.all(
    arns.map(async (arn) => {
      const layer = await undefinedIfNotFound(client.send(new GetLayerVersionByArnCommand({ Arn: arn })));
      const { Location: url, CodeSha256: sha256 } = layer?.Content ?? {};
      if (url === undefined || sha256 === undefined) return [];
      return [{ arn, code: { sha256, download: () => downloaded(url, signal) } }];
    }),
  );
  return layers.flat();
}

/** The link goes to S3 itself, which does not redirect. */
async function downloaded(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetchThroughProxy(url, {
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT)]),
  });
  if (answer.ok) return await bodyOf(answer);
  await answer.body?.cancel();
  throw new Error(`Lambda's link to it answers with status ${answer.status}`);
}

/** Never reads more than a zip can have, whatever the server sends. */
async function bodyOf({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > LARGEST_ZIP)
      throw new Error(`Lambda's link to it returns more than the ${LARGEST_ZIP} bytes of a zip`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
