import { describe, expect, it } from 'vitest';
import { queueUrl } from '../../../src/aws/sdk/queue-url.ts';

const account = '111122223333';

describe('the URL of a queue', () => {
  it.each([
    ['aws', 'eu-west-1', 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs'],
    ['aws-cn', 'cn-north-1', 'https://sqs.cn-north-1.amazonaws.com.cn/111122223333/jobs'],
    ['aws-eusc', 'eusc-de-east-1', 'https://sqs.eusc-de-east-1.amazonaws.eu/111122223333/jobs'],
  ])('has the domain of the partition %s', (partition, region, url) => {
    expect(queueUrl({ partition, region, account }, 'jobs')).toBe(url);
  });

  it('is at the endpoint of a local cloud', () => {
    const endpoint = 'http://127.0.0.1:4566';
    expect(queueUrl({ partition: 'aws', region: 'eu-west-1', account, endpoint }, 'jobs')).toBe(
      `${endpoint}/111122223333/jobs`,
    );
  });
});
