import { describe, expect, it } from 'vitest';
import type { RawConfig } from '../../src/config/raw-config.ts';
import type { Resource } from '../../src/engine/resource.ts';
import { buildStack } from '../../src/stack/build-stack.ts';
import { FACTS, stageConfig } from '../contract/fixtures.ts';

const CODE = { sha256: 'c29tZSBoYXNo', handler: 'index.handler', actions: ['dynamodb:Query'] };

function stack(settings: Partial<RawConfig>, facts = FACTS): Resource[] {
  const release = { release: '0123456789ab', contract: 'c0ffee' };
  const consumers = { orders: { ...CODE, actions: ['dynamodb:PutItem'] } };
  return buildStack({ config: stageConfig(settings), facts, code: CODE, consumers, release });
}

interface Statement {
  readonly Sid: string;
  readonly Resource: unknown[];
}

function statements(resources: Resource[], id: string): Map<string, Statement> {
  const role = resources.find((resource) => resource.id === id)!;
  const policies = role.properties.policies as unknown as { function: { Statement: Statement[] } };
  return new Map(policies.function.Statement.map((statement) => [statement.Sid, statement]));
}

const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/shop-dev-orders';

describe('the role of the function', () => {
  it('may use the indexes of exactly the tables with indexes', () => {
    const resources = stack({
      tables: { orders: { key: 'id', indexes: { byEmail: { key: 'email' } } }, items: { key: 'id' } },
    });
    expect(statements(resources, 'role').get('Tables')?.Resource).toEqual([
      TABLE,
      `${TABLE}/index/*`,
      'arn:aws:dynamodb:eu-west-1:111122223333:table/shop-dev-items',
    ]);
  });

  it('may read exactly the named secrets, and decrypt only with a named key', () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/1234';
    const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf';
    const secrets = {
      STRIPE: 'ssm:/shop/stripe',
      DB: { from: 'secretsmanager:shop/db#password', kmsKey },
      MAIL: `secretsmanager:${ARN}`,
    };
    const resources = stack({ function: { secrets } });
    const found = statements(resources, 'role');
    expect(found.get('Parameters')).toMatchObject({
      Action: ['ssm:GetParameter'],
      Resource: ['arn:aws:ssm:eu-west-1:111122223333:parameter/shop/stripe'],
    });
    expect(found.get('Secrets')).toMatchObject({
      Action: ['secretsmanager:GetSecretValue'],
      Resource: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-??????', ARN],
    });
    expect(found.get('SecretKeys')).toMatchObject({
      Action: ['kms:Decrypt'],
      Resource: [kmsKey],
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
    });
    const inChina = stack({ function: { secrets } }, { ...FACTS, partition: 'aws-cn' });
    expect(statements(inChina, 'role').get('SecretKeys')).toMatchObject({
      Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.*' } },
    });
    expect(found.has('ParameterKeys')).toBe(false);
    const handler = resources.find(({ id }) => id === 'function')!;
    expect(handler.properties.environment).toMatchObject({
      SECRET_STRIPE_REF: 'ssm:/shop/stripe',
      SECRET_DB_REF: 'secretsmanager:shop/db#password',
    });
  });
});

describe('a table with a stream', () => {
  const stream = { consumer: 'src/consumers/orders.ts', batchSize: 25 };
  const resources = stack({ tables: { orders: { key: 'id', stream } } });

  it('has its own function, whose role may read only that stream', () => {
    const found = statements(resources, 'role/orders-stream');
    expect(found.get('Stream')?.Resource).toEqual([{ $ref: 'table/orders', attribute: 'streamArn' }]);
    expect(found.get('Tables')).toMatchObject({ Action: ['dynamodb:PutItem'], Resource: [TABLE] });
    expect(found.get('Logs')?.Resource).toEqual([
      'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/shop-dev-orders-stream:*',
    ]);
    expect(statements(resources, 'role').has('Stream')).toBe(false);
  });

  it('does not delay others: nothing of the API depends on the consumer', () => {
    const consumers = resources.filter(({ id }) => id.endsWith('/orders-stream')).map(({ id }) => id);
    expect(consumers).toHaveLength(4);
    const others = resources.filter(({ id }) => !consumers.includes(id));
    for (const id of consumers) expect(JSON.stringify(others)).not.toContain(`"${id}"`);
  });
});

it('an imported table is used under its own name, and is never deleted', () => {
  const resources = stack({ tables: { orders: { key: 'id', import: 'legacy-orders' } } });
  expect(resources.find(({ id }) => id === 'table/orders')).toMatchObject({
    kind: 'imported-table',
    name: 'legacy-orders',
    keep: 'imported',
  });
  expect(statements(resources, 'role').get('Tables')?.Resource).toEqual([
    'arn:aws:dynamodb:eu-west-1:111122223333:table/legacy-orders',
  ]);
  const handler = resources.find(({ id }) => id === 'function')!;
  expect(handler.properties.environment).toMatchObject({ TABLE_ORDERS: 'legacy-orders' });
});
