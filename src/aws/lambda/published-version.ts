/** Published versions of a function: immutable code and configuration under a number. */
import {
  type FunctionConfiguration,
  GetFunctionCommand,
  type LambdaClient,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { isReady, type LambdaWork, retryWhileBusy, waitUntilSettled } from './wait.ts';

/** Plain data: it is an attribute of the function and a property of the release. */
export type PublishedVersion = {
  version: string;
  /** The ARN with the version. */
  arn: string;
  /** Whether Lambda's response to the publishing says that it can be invoked. */
  ready: boolean;
};

/**
 * Publishes `$LATEST`. The version can be named at once, and invoked after `untilReady`. Idempotent: unchanged code and
 * configuration return the latest version again. Lambda refuses the call if `$LATEST` is not `codeSha256`, because
 * somebody else has just uploaded code.
 */
export async function publishVersion(work: LambdaWork, name: string, codeSha256: string): Promise<PublishedVersion> {
  const published = await retryWhileBusy(work, `publish function "${name}"`, () =>
    work.client.send(new PublishVersionCommand({ FunctionName: name, CodeSha256: codeSha256 })),
  );
  const version = publishedAs(published);
  if (!version) throw new Error(`Lambda published ${name} without saying as which version`);
  return version;
}

/**
 * Reads the version from Lambda's response to what published it. Returns `undefined` if the response is about
 * `$LATEST`.
 */
export function publishedAs(configuration: FunctionConfiguration): PublishedVersion | undefined {
  const { Version: version, FunctionArn: arn } = configuration;
  if (!version || version === '$LATEST' || !arn) return undefined;
  return { version, arn: arn.endsWith(`:${version}`) ? arn : `${arn}:${version}`, ready: isReady(configuration) };
}

/** Waits until the version can be invoked. Makes no call if that is already known. */
export async function untilReady(work: LambdaWork, name: string, { version, ready }: PublishedVersion): Promise<void> {
  if (!ready) await waitUntilSettled(work, name, { State: 'Pending' }, version);
}

/** The SHA-256 of a version's zip in base64. Throws ResourceNotFoundException if the version does not exist. */
export async function codeOfVersion(client: LambdaClient, name: string, version: string): Promise<string | undefined> {
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: name, Qualifier: version }));
  return Configuration?.CodeSha256;
}
