import { expect, it } from 'vitest';
import { apiGatewayArn, executeApiArn, roleArn, tableArn } from '../../../src/naming/arns.ts';

const place = { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333' };

it('ARNs include partition, region and account where AWS includes them', () => {
  expect(tableArn(place, 'items')).toBe('arn:aws-cn:dynamodb:cn-north-1:111122223333:table/items');
  expect(roleArn(place, 'items')).toBe('arn:aws-cn:iam::111122223333:role/items');
  expect(apiGatewayArn(place, '/restapis/a1b2')).toBe('arn:aws-cn:apigateway:cn-north-1::/restapis/a1b2');
});

it('the source of an invoke permission names one API of one account', () => {
  expect(executeApiArn(place, 'a1b2')).toBe('arn:aws-cn:execute-api:cn-north-1:111122223333:a1b2/*/*');
});
