import { expect, it } from 'vitest';
import { logsStatement } from '../../src/aws/kms/describe-key.ts';

it.each([
  ['eu-west-1', 'aws', 'logs.eu-west-1.amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'logs.cn-north-1.amazonaws.com.cn'],
  ['eusc-de-east-1', 'aws-eusc', 'logs.eusc-de-east-1.amazonaws.eu'],
])('the key of a stage in %s allows CloudWatch Logs of that partition', (region, partition, Service) => {
  expect(logsStatement({ account: '123456789012', region, partition })).toMatchObject({ Principal: { Service } });
});
