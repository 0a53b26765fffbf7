import { expect, it } from 'vitest';
import { userPoolArns, userPoolResources } from '../../src/stack/user-pools.ts';
import { stageConfig } from '../contract/fixtures.ts';

const TAGS = { 'apikit:app': 'shop', 'apikit:stage': 'dev' };

it('a stage without user pools has no resources for them', () => {
  expect(userPoolResources(stageConfig(), TAGS)).toEqual([]);
  expect(userPoolArns(stageConfig())).toEqual({});
});

it('a user pool has a client, and programs may request all of its scopes', () => {
  const scopes = { items: ['write', 'read'] };
  const config = stageConfig({
    userPools: { main: { scopes, flows: ['client-credentials', 'srp'] } },
    stages: { dev: { protected: true, userPools: { main: { groups: ['admins'] } } } },
  });
  expect(userPoolResources(config, TAGS)).toMatchObject([
    {
      id: 'user-pool/main',
      name: 'shop-dev-main',
      properties: { deletionProtection: true, groups: ['admins'], scopes: { items: ['read', 'write'] }, tags: TAGS },
      keep: 'data',
    },
    {
      id: 'user-pool-client/main',
      name: 'shop-dev-main',
      properties: {
        pool: { $ref: 'user-pool/main', attribute: 'id' },
        flows: ['srp', 'client-credentials'],
        scopes: ['items/read', 'items/write'],
      },
      keep: 'data',
    },
  ]);
  expect(userPoolArns(config)).toEqual({ userPools: { main: { $ref: 'user-pool/main', attribute: 'arn' } } });
});
