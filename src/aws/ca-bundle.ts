/** `AWS_CA_BUNDLE`, which the AWS CLI and the other SDKs honour and the one for JavaScript does not. */
import { readFileSync } from 'node:fs';
import { ApikitError, EXIT } from '../errors.ts';

/** The certificates to trust instead of Node's own, as for the AWS CLI; `undefined` without the variable. Throws `BadCaBundle`. */
export function caBundle(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env.AWS_CA_BUNDLE;
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ApikitError('BadCaBundle', `AWS_CA_BUNDLE names ${file}, which cannot be read.`, {
      exitCode: EXIT.usage,
      hint: 'Correct the path, or unset AWS_CA_BUNDLE to trust the usual certificates.',
      cause,
    });
  }
}
