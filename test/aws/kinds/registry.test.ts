import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKinds, DEFINITIONS, definitionOf, formerResource } from '../../../src/aws/kinds/registry.ts';
import { isRead } from '../../../src/aws/sdk/call-counter.ts';
import { createClients } from '../../../src/aws/sdk/clients.ts';
import { systemClock } from '../../../src/clock.ts';
import { OPTIONAL_SETTINGS, unwantedKinds } from '../../../src/config/optional-settings.ts';

describe('the registry', () => {
  it('knows every kind by its name, with the permissions it needs', () => {
    const clients = createClients({ region: 'eu-west-1', clock: systemClock, limits: 'published' });
    const target = { account: '123456789012', region: 'eu-west-1', partition: 'aws' };
    const kinds = createKinds({ clients, clock: systemClock, artifacts: new Map(), target });
    const folders = readdirSync(join(import.meta.dirname, '../../../src/aws/kinds'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    // A consumer is a function, and uses its folder.
    expect([...kinds.keys()].sort()).toEqual([...folders, 'consumer'].sort());
    for (const [name, kind] of kinds) {
      expect(kind.kind).toBe(name);
      expect(kind.rights.length).toBeGreaterThan(0);
      for (const action of kind.rights.flatMap(({ actions }) => actions))
        expect(action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z]+$/);
    }
  });
});

describe('the search of destroy and list', () => {
  /** The kinds that it leaves out, and why nothing is left of them. */
  const LEFT_OUT: Record<string, string> = {
    'rest-api': 'the search lists all APIs before it looks at the kinds',
    'metric-filter': 'CloudWatch Logs deletes it with its log group',
    certificate: 'stages of several apps may share it, and the tag of the API names its domain',
    'dns-record': 'it has no tags, and the tag of the API names its domain',
    'domain-name': 'stages of several apps may share it, and the tag of the API names it',
    'base-path-mapping': 'it has no tags, and the tag of the API names it',
    'anomaly-monitor': 'AWS bills each look, so only apikit.yaml tells that there may be one (ADR 24)',
    'imported-table': 'it belongs to somebody else',
    'table-index': 'DynamoDB deletes it with its table',
    'api-gateway-account': 'it belongs to the account',
    consumer: 'it is a function',
    'invoke-permission': 'Lambda deletes it with its function',
    'event-source': 'its table or queue tells that there may be one',
    'provisioned-concurrency': 'it is a part of the function',
    release: 'it is a part of the function and of the API',
    stage: 'it is a part of the API',
    'release-history': 'it is a part of the function and of the API',
    'http-release': 'it is a part of the function and of the API',
    'http-stage': 'it is a part of the API',
    'http-history': 'it is a part of the function and of the API',
    'url-release': 'it is a part of the function',
    'function-url': 'it is a part of the function',
    'url-history': 'it is a part of the function',
    'user-pool-client': 'Cognito deletes it with its user pool',
    'trust-store': 'it goes with its bucket',
    'web-acl-association': 'API Gateway deletes it with its stage',
  };

  it('searches every kind that is not deleted with another one', () => {
    const without = DEFINITIONS.filter(({ search, listing }) => !search && !listing);
    expect(without.map(({ kind }) => kind).sort()).toEqual(Object.keys(LEFT_OUT).sort());
  });
});

describe('the kinds that a setting asks for', () => {
  const owner = { app: 'items-api', stage: 'dev', region: 'eu-west-1', tags: {} };

  it('name the resources of a stage, so that false deletes them', () => {
    const settings = Object.fromEntries(OPTIONAL_SETTINGS.map((name) => [name, false]));
    for (const kind of unwantedKinds(settings)) {
      const names = [definitionOf(kind).former?.name?.(owner, 'aws') ?? []].flat();
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        expect(name).toContain('items-api-dev');
        const id = names.length === 1 ? kind : expect.stringMatching(new RegExp(`^${kind}/`));
        expect(formerResource(kind, name, owner)).toMatchObject({ id, kind, name });
      }
    }
  });
});

describe('the count of writes', () => {
  it.each(['GetRole', 'ListTagsOfResource', 'DescribeTable', 'FilterLogEvents', 'StartQuery', 'BatchGetItem', 'Scan'])(
    '%s counts as a read',
    (operation) => expect(isRead(operation)).toBe(true),
  );
  it.each(['PutRestApi', 'CreateTable', 'TagResource', 'Invoke', 'UpdateStage', 'StartExecution', 'BatchWriteItem'])(
    '%s counts as a write',
    (operation) => expect(isRead(operation)).toBe(false),
  );
});
