import { describe, expect, it } from 'vitest';
import { fillDefinition, lostSettings } from '../../../src/aws/api-gateway/definition.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../../../src/naming/release-marks.ts';

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
