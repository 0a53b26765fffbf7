import { expect, test } from 'vitest';
import { ITEM_ACTIONS, sdkActions } from '../../../src/bundle/actions/sdk-actions.ts';

const modules = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, { bytesInOutput: 10 }]));
const command = (name: string) => `node_modules/@aws-sdk/client-dynamodb/dist-es/commands/${name}Command.js`;

test('a bundle without the SDK needs no actions', () => {
  expect(sdkActions(modules('src/handler.ts'))).toEqual([]);
});

test('commands that tree shaking removed do not count', () => {
  const inputs = {
    ...modules(command('DescribeEndpoints'), command('GetItem')),
    [command('PutItem')]: { bytesInOutput: 0 },
  };
  expect(sdkActions(inputs)).toEqual(['dynamodb:GetItem']);
});

test('packages may be in the folders of pnpm and Yarn', () => {
  for (const prefix of [
    '../.pnpm/@aws-sdk+client-dynamodb@3.1.0/',
    '.yarn/cache/@aws-sdk-client-dynamodb-npm-3.zip/',
  ]) {
    const inputs = modules(`${prefix}${command('DescribeEndpoints')}`, `${prefix}${command('Query')}`);
    expect(sdkActions(inputs)).toEqual(['dynamodb:Query']);
  }
});

test('PartiQL has its own actions', () => {
  const inputs = modules(command('DescribeEndpoints'), command('ExecuteStatement'));
  expect(sdkActions(inputs)).toEqual([
    'dynamodb:PartiQLDelete',
    'dynamodb:PartiQLInsert',
    'dynamodb:PartiQLSelect',
    'dynamodb:PartiQLUpdate',
  ]);
});

test.each(['node_modules/aws-sdk/clients/dynamodb.js', 'node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js'])(
  'all actions on items are allowed if commands cannot be distinguished: %s',
  (path) => {
    expect(sdkActions(modules(path))).toEqual(ITEM_ACTIONS);
  },
);
