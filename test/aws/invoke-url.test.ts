import { describe, expect, it } from 'vitest';
import { invokeUrl } from '../../src/aws/invoke-url.ts';

const target = { account: '111122223333', region: 'eu-west-1', partition: 'aws' };

describe('the URL of a stage', () => {
  it.each([
    ['aws', 'https://a1b2.execute-api.eu-west-1.amazonaws.com/dev'],
    ['aws-us-gov', 'https://a1b2.execute-api.eu-west-1.amazonaws.com/dev'],
    ['aws-cn', 'https://a1b2.execute-api.eu-west-1.amazonaws.com.cn/dev'],
  ])('follows the partition %s', (partition, url) => {
    expect(invokeUrl({ ...target, partition }, 'a1b2', 'dev')).toBe(url);
  });

  it('is the form that emulators understand where a custom endpoint is set', () => {
    const local = { ...target, endpoint: 'http://127.0.0.1:4566/' };
    expect(invokeUrl(local, 'a1b2', 'dev')).toBe('http://127.0.0.1:4566/_aws/execute-api/a1b2/dev');
  });
});
