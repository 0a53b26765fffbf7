import { describe, expect, it } from 'vitest';
import { fillDefinition, lostSettings } from '../../../src/aws/api-gateway/definition.ts';
import { FUNCTION_ARN_PLACEHOLDER, USER_POOL_ISSUER_PLACEHOLDER } from '../../../src/naming/release-marks.ts';

const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:items-api-dev:7';

describe('the definition', () => {
  it('names the function version wherever the placeholder stands', () => {
    const template = new TextEncoder().encode(
      JSON.stringify({ a: `x/${FUNCTION_ARN_PLACEHOLDER}/y`, b: FUNCTION_ARN_PLACEHOLDER }),
    );
    expect(JSON.parse(fillDefinition(template, arn))).toEqual({ a: `x/${arn}/y`, b: arn });
  });

  it('stays valid JSON for every ARN', () => {
    const template = new TextEncoder().encode(JSON.stringify({ a: FUNCTION_ARN_PLACEHOLDER }));
    expect(JSON.parse(fillDefinition(template, 'a"b\\c$&'))).toEqual({ a: 'a"b\\c$&' });
  });

  it('names the issuer of a user pool by the domain of its partition', () => {
    const template = new TextEncoder().encode(JSON.stringify({ iss: USER_POOL_ISSUER_PLACEHOLDER('people') }));
    const issuerIn = (partition: string, region: string) =>
      JSON.parse(
        fillDefinition(template, arn, {
          people: `arn:${partition}:cognito-idp:${region}:111122223333:userpool/${region}_a1`,
        }),
      ).iss;
    expect(issuerIn('aws', 'eu-west-1')).toBe('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a1');
    expect(issuerIn('aws-us-gov', 'us-gov-west-1')).toBe(
      'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_a1',
    );
    expect(issuerIn('aws-eusc', 'eusc-de-east-1')).toBe(
      'https://cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_a1',
    );
  });

  it('is checked for settings that an overwrite is known to lose', () => {
    const document = {
      info: { title: 'items-api-dev' },
      'x-amazon-apigateway-binary-media-types': ['image/png'],
      'x-amazon-apigateway-minimum-compression-size': 0,
      'x-amazon-apigateway-policy': { Statement: [] },
    };
    const kept = { name: 'items-api-dev', binaryMediaTypes: ['image/png'], minimumCompressionSize: 0, policy: '{}' };
    expect(lostSettings(document, kept)).toEqual([]);
    expect(lostSettings(document, { name: 'items-api-dev' })).toEqual([
      'binaryMediaTypes',
      'minimumCompressionSize',
      'policy',
    ]);
  });
});
