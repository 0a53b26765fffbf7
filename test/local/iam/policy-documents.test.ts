/** Policy documents for which AWS's verdict is known. */
import { describe, expect, it } from 'vitest';
import {
  checkManagedPolicy,
  checkPermissionPolicy,
  checkTrustPolicy,
} from '../../../src/local/services/iam/policy-document.ts';
import documents from './policy-documents.json' with { type: 'json' };

describe('managed policies', () => {
  it.each(documents.refused as [string, unknown][])('AWS responds with "%s" to %j', (message, document) => {
    expect(() => checkManagedPolicy(JSON.stringify(document))).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument', message }),
    );
  });

  it.each(documents.taken.map((document) => [document]))('AWS accepts %j', (document) => {
    checkManagedPolicy(JSON.stringify(document));
  });
});

const statement = (Effect: string) => `{${Effect}, "Action": "s3:GetObject", "Resource": "*"}`;

it.each([
  ['Effect', `{"Version": "2012-10-17", "Statement": ${statement('"Effect": "Deny", "Effect": "Allow"')}}`],
  [
    'an escaped Effect',
    `{"Version": "2012-10-17", "Statement": ${statement('"Effect": "Deny", "\\u0045ffect": "Allow"')}}`,
  ],
  ['Statement', `{"Version": "2012-10-17", "Statement": [], "Statement": ${statement('"Effect": "Allow"')}}`],
])('a policy with a duplicate %s is rejected', (_, text) => {
  expect(() => checkManagedPolicy(text)).toThrow('Syntax errors in policy.');
});

it.each(['Stream-read', 'two words', 'É'])('a Sid such as %j is rejected in policies of IAM', (Sid) => {
  const text = `{"Version": "2012-10-17", "Statement": ${statement(`"Sid": "${Sid}", "Effect": "Allow"`)}}`;
  expect(() => checkManagedPolicy(text)).toThrow('Statement IDs (SID) must be alpha-numeric.');
  expect(() => checkPermissionPolicy(text)).toThrow('Statement IDs (SID) must be alpha-numeric.');
});

it('a text that looks like a duplicate member is accepted', () => {
  checkManagedPolicy(
    `{"Version": "2012-10-17", "Id": "\\"Id\\": {", "Statement": [${statement('"Sid": "Effect", "Effect": "Allow"')}]}`,
  );
});

it('inline and trust policies may have the first version or none', () => {
  for (const Version of ['2008-10-17', undefined]) {
    checkPermissionPolicy(
      JSON.stringify({ Version, Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } }),
    );
    checkTrustPolicy(
      JSON.stringify({
        Version,
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      }),
    );
  }
});
