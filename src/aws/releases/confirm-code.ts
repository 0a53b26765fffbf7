/** Confirms that Lambda has published exactly the code that was promoted, before a stage serves the version. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ApikitError } from '../../errors.ts';
import { codeOfVersion } from '../lambda/published-version.ts';

/** `code` is the SHA-256 of the zip in base64. Throws `OtherCode`. */
export async function confirmCode(
  client: LambdaClient,
  { name, version, code }: { readonly name: string; readonly version: string; readonly code: string },
): Promise<void> {
  const found = await codeOfVersion(client, name, version);
  if (found === code) return;
  throw new ApikitError(
    'OtherCode',
    `Version ${version} of function ${name} has code with the hash ${found}, and the release has code with the hash ${code}. The release does not go live.`,
    { hint: `Find out who else changes function ${name}.` },
  );
}
