/**
 * Reads `AWS_CA_BUNDLE` and the profile's `ca_bundle`. The AWS CLI and other SDKs support both, and the SDK for
 * JavaScript does not.
 */
import { readFileSync } from 'node:fs';
import { loadConfig } from '@smithy/core/config';
import { ApikitError, EXIT } from '../../errors.ts';

/**
 * The certificates to trust instead of Node.js's own, as for the AWS CLI; `undefined` without the variable. Throws
 * `BadCaBundle`.
 */
export function caBundle(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env.AWS_CA_BUNDLE;
  return file ? read(file, 'AWS_CA_BUNDLE') : undefined;
}

/** The certificates that the profile names. They count if the variable is not set. Throws `BadCaBundle`. */
export async function profileCaBundle(profile: string | undefined): Promise<string | undefined> {
  const file = await loadConfig<string | undefined>(
    {
      environmentVariableSelector: () => undefined,
      configFileSelector: (section) => section.ca_bundle,
      default: undefined,
    },
    profile === undefined ? {} : { profile },
  )();
  return file ? read(file, 'ca_bundle in the AWS configuration') : undefined;
}

function read(file: string, source: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ApikitError('BadCaBundle', `${source} names ${file}, which cannot be read.`, {
      exitCode: EXIT.usage,
      hint: `Correct the path, or remove ${source} to trust the usual certificates.`,
      cause,
    });
  }
}
