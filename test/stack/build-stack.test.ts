import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consumersOf } from '../../src/config/consumers.ts';
import type { RawConfig } from '../../src/config/raw-config.ts';
import { tableAlarms } from '../../src/config/table-alarms.ts';
import { isRef, type Resource } from '../../src/engine/resource.ts';
import { namesOf } from '../../src/naming/names.ts';
import { buildStack } from '../../src/stack/build-stack.ts';
import { FACTS, stageConfig } from '../contract/fixtures.ts';

const CODE = { sha256: 'c29tZSBoYXNo', handler: 'index.handler', actions: ['dynamodb:PutItem', 'dynamodb:GetItem'] };
const RELEASE = { release: '0123456789ab', contract: 'c0ffee' };

const ITEMS: Partial<RawConfig> = {
  tables: { items: { key: 'id' } },
  usagePlans: { basic: { rate: 10, burst: 20, quota: '1000/month' } },
  cors: { origins: ['https://app.example.com'] },
  tags: { team: 'api' },
};

function stack(settings: Partial<RawConfig> = ITEMS, code = CODE): Resource[] {
  return buildStack({ config: stageConfig(settings), facts: FACTS, code, release: RELEASE, revision: 'abc1234' });
}

const byId = (resources: Resource[], id: string) => resources.find((resource) => resource.id === id);

/** Returns the ids that a resource needs: its references and its `after`. */
function needs(resource: Resource): string[] {
  const found = [...(resource.after ?? [])];
  const walk = (value: unknown): void => {
    if (isRef(value)) found.push(value.$ref);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(resource.properties);
  return found;
}

/** Returns the ids in an order that respects `needs`; those in a cycle are missing. */
function order(resources: Resource[]): string[] {
  const done: string[] = [];
  for (let before = -1; before < done.length; ) {
    before = done.length;
    for (const resource of resources) {
      if (!done.includes(resource.id) && needs(resource).every((id) => done.includes(id))) done.push(resource.id);
    }
  }
  return done;
}

describe('the stack of the template items', () => {
  it('contains every resource of the stage', () => {
    expect(stack()).toMatchSnapshot();
  });

  it('has the documented ids', () => {
    expect(stack().map(({ id }) => id)).toEqual([
      'table/items',
      'role',
      'log-group/function',
      'log-group/access',
      'account',
      'function',
      'api',
      'release',
      'stage',
      'usage-plan/basic',
      'alarm/function-errors',
      'alarm/function-throttles',
      'alarm/function-duration-p99',
      'alarm/api-5xx-rate',
      'alarm/api-latency-p99',
      'release-history',
    ]);
  });

  it('has dependencies first', () => {
    const at = (id: string) => order(stack()).indexOf(id);
    expect(at('log-group/function')).toBeLessThan(at('function'));
    expect(at('table/items')).toBeLessThan(at('function'));
    expect(at('log-group/access')).toBeLessThan(at('stage'));
    expect(at('account')).toBeLessThan(at('stage'));
    expect(at('stage')).toBeLessThan(at('usage-plan/basic'));
    expect(at('stage')).toBeLessThan(at('release-history'));
  });

  it('marks user data and shared resources, and nothing else, as kept', () => {
    const kept = stack().filter(({ keep }) => keep);
    expect(kept.map(({ id, keep }) => [id, keep])).toEqual([
      ['table/items', 'data'],
      ['account', 'shared'],
    ]);
  });

  it('has tags on everything that supports them', () => {
    const untagged = stack().filter(({ properties }) => {
      const tags = properties.tags as Record<string, string> | undefined;
      return tags?.['apikit:app'] !== 'shop' || tags['apikit:stage'] !== 'dev' || tags.team !== 'api';
    });
    expect(untagged.map(({ id }) => id)).toEqual(['account', 'release', 'release-history']);
  });
});

describe('the role of the function', () => {
  const policiesOf = (settings: Partial<RawConfig>, code = CODE) =>
    (
      byId(stack(settings, code), 'role')!.properties as unknown as {
        policies: Record<string, { Statement: object[] }>;
      }
    ).policies;

  const statementsOf = (settings: Partial<RawConfig>, code = CODE) =>
    Object.fromEntries(
      policiesOf(settings, code).function!.Statement.map((statement) => [
        (statement as { Sid: string }).Sid,
        statement,
      ]),
    );

  it('may do the listed actions on exactly its tables, and write to its own log group', () => {
    expect(policiesOf(ITEMS)).toEqual({
      function: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Logs',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: ['arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/shop-dev:*'],
          },
          {
            Sid: 'Tables',
            Effect: 'Allow',
            Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
            Resource: ['arn:aws:dynamodb:eu-west-1:111122223333:table/shop-dev-items'],
          },
        ],
      },
    });
  });

  it('has no wildcard if an ARN exists', () => {
    const resources = [...JSON.stringify(policiesOf(ITEMS)).matchAll(/"Resource":\[([^\]]*)\]/g)].map(
      (match) => match[1],
    );
    expect(resources).not.toContain('"*"');
    expect(statementsOf({ ...ITEMS, tracing: true }).Tracing).toMatchObject({ Resource: ['*'] });
  });

  it('omits tables that do not exist or are not used', () => {
    expect(Object.keys(statementsOf({}))).toEqual(['Logs']);
    expect(Object.keys(statementsOf(ITEMS, { ...CODE, actions: [] }))).toEqual(['Logs']);
  });
});

describe("the handler's environment", () => {
  it('names tables, origins and itself', () => {
    const settings: Partial<RawConfig> = {
      tables: { 'order-lines': { key: 'id' } },
      cors: { origins: ['https://a.example', 'https://b.example'], credentials: true },
      function: { environment: { LOG_LEVEL: 'debug', MINE: 'x' } },
    };
    expect(byId(stack(settings), 'function')!.properties.environment).toEqual({
      LOG_LEVEL: 'debug',
      MINE: 'x',
      TABLE_ORDER_LINES: 'shop-dev-order-lines',
      APIKIT_APP: 'shop',
      APIKIT_STAGE: 'dev',
      CORS_ORIGINS: 'https://a.example,https://b.example',
      CORS_CREDENTIALS: 'true',
      CORS_EXPOSE_HEADERS: 'etag,location,x-correlation-id,x-apikit-release',
    });
  });
});

describe('the access log', () => {
  const { format } = byId(stack(), 'stage')!.properties.accessLog as { format: string };

  it('is one line of JSON, with values of API Gateway last and numbers as numbers', () => {
    expect(format).not.toContain('\n');
    const numbers = /"(?:time|status|latency|responseLength)":\$context[.\w]+/g;
    const written = format
      .replaceAll(numbers, (member) => member.replace(/\$.*/, '7'))
      .replaceAll(/\$context[.\w]+/g, '-');
    const line = JSON.parse(written) as Record<string, unknown>;
    expect(Object.keys(line)).toEqual([
      'userAgent',
      'path',
      'integrationError',
      'authorizerError',
      'error',
      'requestId',
      'extendedRequestId',
      'functionRequestId',
      'authorizerRequestId',
      'authorizerLatency',
      'method',
      'resourcePath',
      'sourceIp',
      'apiKeyId',
      'errorType',
      'integrationLatency',
      'time',
      'status',
      'latency',
      'responseLength',
    ]);
    expect(line).toMatchObject({ status: 7, latency: 7, integrationLatency: '-' });
  });

  it('has the ID that AWS requires, within its size', () => {
    expect(format).toContain('$context.requestId');
    expect(format.length).toBeLessThan(3000);
  });
});

describe('roles', () => {
  it('all have the path and the boundary of function.role', () => {
    const role = { path: '/teams/orders/', permissionsBoundary: 'arn:aws:iam::123456789012:policy/b' };
    const raw = { ...ITEMS, function: { role }, tables: { items: { key: 'id', stream: { consumer: 'src/c.ts' } } } };
    const placed = stack(raw).filter(({ properties }) => properties.path === role.path);
    expect(placed.map(({ id }) => id).sort()).toEqual(['account', 'role', 'role/items-stream']);
    for (const { properties } of placed) expect(properties).toMatchObject(role);
  });
});

describe('alarms', () => {
  it('notify existing topics directly, and create a topic for e-mail addresses only', () => {
    const arn = 'arn:aws:sns:eu-west-1:123456789012:ops';
    const actionsOf = (notify: string | string[]) => {
      const resources = stack({ ...ITEMS, alarms: { notify } });
      const topics = resources.filter(({ kind }) => kind === 'topic').map(({ properties }) => properties.emails);
      return [topics, resources.find(({ kind }) => kind === 'alarm')?.properties.actions];
    };
    expect(actionsOf(arn)).toEqual([[], [arn]]);
    const ours = { $ref: 'topic', attribute: 'arn' };
    expect(actionsOf([arn, 'ops@example.com'])).toEqual([[['ops@example.com']], [ours, arn]]);
  });

  it('notify the topic if there is a recipient', () => {
    const resources = stack({ ...ITEMS, alarms: { notify: 'ops@example.com' } });
    expect(byId(resources, 'topic')).toMatchObject({
      name: 'shop-dev-alarms',
      properties: { emails: ['ops@example.com'] },
    });
    const actions = resources.filter(({ kind }) => kind === 'alarm').map(({ properties }) => properties.actions);
    expect(actions).toEqual(Array(5).fill([{ $ref: 'topic', attribute: 'arn' }]));
  });

  it('create a topic for chat, too, and notify at their end on request', () => {
    const resources = stack({ ...ITEMS, alarms: { notify: 'chat', okActions: true } });
    expect(byId(resources, 'topic')!.properties).toMatchObject({ emails: [], chat: true });
    const ours = [{ $ref: 'topic', attribute: 'arn' }];
    const told = resources.filter(({ kind }) => kind === 'alarm').map(({ properties }) => properties);
    for (const { actions, okActions } of told) expect([actions, okActions]).toEqual([ours, ours]);
  });

  it('can be switched off', () => {
    const kinds = stack({ ...ITEMS, alarms: { enabled: false, notify: 'ops@example.com' } }).map(({ kind }) => kind);
    expect(kinds).not.toContain('alarm');
    expect(kinds).not.toContain('topic');
  });
});

describe('for any configuration', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
  const settings = fc.record(
    {
      name: word,
      tables: fc.dictionary(word, fc.record({ key: word }), { maxKeys: 4 }),
      usagePlans: fc.dictionary(word, fc.constant({ rate: 1, burst: 1 }), { maxKeys: 3 }),
      alarms: fc.record({
        enabled: fc.boolean(),
        notify: fc.constantFrom([], ['a@example.com']),
        tableThrottles: fc.boolean(),
        tableErrors: fc.boolean(),
        throttled: fc.constantFrom(undefined, 5),
      }),
      tracing: fc.boolean(),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Partial<RawConfig>>;

  it('references point to resources, without circles; IDs are unique; the stack is plain data and deterministic', () => {
    fc.assert(
      fc.property(settings, (each) => {
        const resources = stack(each);
        const ids = resources.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(order(resources))).toEqual(new Set(ids));
        expect(stack(JSON.parse(JSON.stringify(each)) as RawConfig)).toEqual(resources);
        expect(JSON.parse(JSON.stringify(resources))).toEqual(resources);
      }),
    );
  });

  it('names are the validated ones, within the limits of AWS', () => {
    fc.assert(
      fc.property(settings, (each) => {
        const config = stageConfig(each);
        const tables = Object.keys(config.tables);
        const checked = namesOf(config, {
          tables: tables.filter((table) => !config.tables[table]!.import),
          consumers: consumersOf(config),
          plans: Object.keys(config.usagePlans),
          pools: Object.keys(config.userPools),
          tableAlarms: tableAlarms(config),
        });
        const names = new Set(checked.map(({ kind, name }) => `${kind} ${name}`));
        for (const { kind, name } of stack(each)) {
          if (NAMED.has(kind) || name.includes('-table-'))
            expect(names).toContain(`${kind === 'consumer' ? 'function' : kind} ${name}`);
        }
      }),
    );
  });
});

/** The kinds whose names grow with the configuration; for the other alarms only the longest name is checked. */
const NAMED = new Set([
  'function',
  'consumer',
  'role',
  'table',
  'log-group',
  'topic',
  'user-pool',
  'usage-plan',
  'stage',
]);
