import { expect, test } from 'vitest';
import { ITEM_ACTIONS, sdkActions } from '../../../src/bundle/actions/sdk-actions.ts';

const modules = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, { bytesInOutput: 10 }]));
const command = (name: string) => `node_modules/@aws-sdk/client-dynamodb/dist-es/commands/${name}Command.js`;

test('a bundle without the SDK needs nothing', () => {
  expect(sdkActions(modules('src/handler.ts'))).toEqual([]);
});

test('commands that tree shaking took out do not count', () => {
  const inputs = {
    ...modules(command('DescribeEndpoints'), command('GetItem')),
    [command('PutItem')]: { bytesInOutput: 0 },
  };
  expect(sdkActions(inputs)).toEqual(['dynamodb:GetItem']);
});

test('packages may lie where pnpm and Yarn put them', () => {
  for (const prefix of [
    '../.pnpm/@aws-sdk+client-dynamodb@3.1.0/',
    '.yarn/cache/@aws-sdk-client-dynamodb-npm-3.zip/',
  ]) {
    const inputs = modules(`${prefix}${command('DescribeEndpoints')}`, `${prefix}${command('Query')}`);
    expect(sdkActions(inputs)).toEqual(['dynamodb:Query']);
  }
});

test('PartiQL has actions of its own', () => {
  const inputs = modules(command('DescribeEndpoints'), command('ExecuteStatement'));
  expect(sdkActions(inputs)).toEqual([
    'dynamodb:PartiQLDelete',
    'dynamodb:PartiQLInsert',
    'dynamodb:PartiQLSelect',
    'dynamodb:PartiQLUpdate',
  ]);
});

test.each(['node_modules/aws-sdk/clients/dynamodb.js', 'node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js'])(
  'where commands cannot be told apart, everything with items is allowed: %s',
  (path) => {
    expect(sdkActions(modules(path))).toEqual(ITEM_ACTIONS);
  },
);
