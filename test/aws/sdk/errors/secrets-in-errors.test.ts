import { expect, it } from 'vitest';
import { hideSecrets, withoutSecrets } from '../../../../src/aws/sdk/errors/secrets-in-errors.ts';

it.each([
  [
    'exceeded the 4KB limit. String measured: {"A":"psst",\n"B":"psst"}',
    'exceeded the 4KB limit. String measured: (hidden)',
  ],
  [
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key.\n\nThe Canonical String for this request should have been\n'GET\n/account\n\nhost:x\nx-amz-security-token:psst\n",
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key.',
  ],
  [
    "1 validation error detected: Value '{Variables={A-B=psst, C='psst'}}' at 'environment' failed to satisfy constraint: x",
    "1 validation error detected: Value '(hidden)' at 'environment' failed to satisfy constraint: x",
  ],
  [
    "2 validation errors detected: Value '{A=psst}' at 'environment.variables' failed: x; Value 'psst' at 'value' failed: y",
    "2 validation errors detected: Value '(hidden)' at 'environment.variables' failed: x; Value '(hidden)' at 'value' failed: y",
  ],
  ["Value 'a b' at 'functionName' failed: x", "Value 'a b' at 'functionName' failed: x"],
  ['Rate exceeded', 'Rate exceeded'],
])('%j is printed as %j', (message, safe) => expect(withoutSecrets(message)).toBe(safe));

it('changes message and stack of an error, and nothing else', () => {
  const error = new Error('String measured: {"A":"$& psst"}');
  hideSecrets(error);
  expect(`${error.message} ${error.stack}`).not.toContain('psst');
  expect(() => hideSecrets('text')).not.toThrow();
});
