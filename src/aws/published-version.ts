/** Published versions of a function: immutable code and configuration under a number. */
import { GetFunctionCommand, type LambdaClient, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { type LambdaWork, waitUntilSettled, whenPossible } from './lambda-wait.ts';

interface PublishedVersion {
  version: string;
  /** Qualified with the version. */
  arn: string;
}

/**
 * Publishes `$LATEST` and waits until the version can be invoked. Idempotent: unchanged code and configuration give the
 * latest version again. Refused by Lambda when `$LATEST` is not `codeSha256`, i.e. someone else has just uploaded.
 */
export async function publishVersion(work: LambdaWork, name: string, codeSha256: string): Promise<PublishedVersion> {
  const published = await whenPossible(work, `publish function "${name}"`, () =>
    work.client.send(new PublishVersionCommand({ FunctionName: name, CodeSha256: codeSha256 })),
  );
  const { Version: version, FunctionArn: arn } = published;
  if (!version || !arn) throw new Error(`Lambda published ${name} without saying as which version`);
  await waitUntilSettled(work, name, published, version);
  return { version, arn: arn.endsWith(`:${version}`) ? arn : `${arn}:${version}` };
}

/** From the ARN that names a version; `undefined` when there is none. */
export function publishedAs(arn: string): PublishedVersion | undefined {
  return arn === '' ? undefined : { version: arn.slice(arn.lastIndexOf(':') + 1), arn };
}

/** base64 SHA-256 of a version's zip. Throws ResourceNotFoundException when there is no such version. */
export async function codeOfVersion(client: LambdaClient, name: string, version: string): Promise<string | undefined> {
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: name, Qualifier: version }));
  return Configuration?.CodeSha256;
}
