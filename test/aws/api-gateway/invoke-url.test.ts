import { describe, expect, it } from 'vitest';
import { invokeUrl } from '../../../src/aws/api-gateway/invoke-url.ts';

const target = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };

describe('the URL of a stage', () => {
  it.each([
    ['eu-west-1', 'https://a1b2.execute-api.eu-west-1.amazonaws.com/dev'],
    ['us-gov-west-1', 'https://a1b2.execute-api.us-gov-west-1.amazonaws.com/dev'],
    ['cn-north-1', 'https://a1b2.execute-api.cn-north-1.amazonaws.com.cn/dev'],
    ['eusc-de-east-1', 'https://a1b2.execute-api.eusc-de-east-1.amazonaws.eu/dev'],
  ])('follows the partition of %s', (region, url) => {
    expect(invokeUrl({ ...target, region }, 'a1b2', 'dev')).toBe(url);
  });

  it('has the form that emulators understand if a custom endpoint is set', () => {
    const local = { ...target, endpoint: 'http://127.0.0.1:4566/' };
    expect(invokeUrl(local, 'a1b2', 'dev')).toBe('http://127.0.0.1:4566/_aws/execute-api/a1b2/dev');
  });
});
