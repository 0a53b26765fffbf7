import {
  AdminCreateUserCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListGroupsCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserPoolProperties } from '../../../../src/aws/kinds/user-pool/shape.ts';
import { userPoolKind } from '../../../../src/aws/kinds/user-pool/user-pool.ts';
import type { UserPoolClientProperties } from '../../../../src/aws/kinds/user-pool-client/shape.ts';
import { poolClientNamed, userPoolClientKind } from '../../../../src/aws/kinds/user-pool-client/user-pool-client.ts';
import { resolveUserPool } from '../../../../src/config/user-pools.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as cognito } from '../../../../src/local/services/cognito/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-main';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([cognito]);
  kind = userPoolKind(world);
});
afterEach(async () => await world.close());

const { flows: _, tokens: __, ...settings } = resolveUserPool({}, false);

const wanted = (changes: Partial<UserPoolProperties> = {}): Resource =>
  resource('user-pool', NAME, { ...settings, groups: ['admins'], scopes: { items: ['read'] }, tags: TAGS, ...changes });

const differences = (desired: Resource, of = kind) => differencesOf(of, desired, world);

async function poolOf(desired = wanted()) {
  const observed = await kind.read(desired, world.context);
  const client = await world.clients.cognito();
  const UserPoolId = String(observed?.attributes.id);
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  return { client, UserPoolId, pool: UserPool! };
}

describe('a user pool', () => {
  it('is created with its policy, tags, groups and scopes, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(3);
    const { pool } = await poolOf();
    expect(pool.Policies?.PasswordPolicy).toMatchObject({ MinimumLength: 12, RequireSymbols: false });
    expect(pool).toMatchObject({ UserPoolTags: TAGS, AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    expect(await differences(wanted())).toEqual([]);
    const later = userPoolKind(world);
    expect(await callsOf(world, () => reconcile(later, wanted(), world))).toEqual({ calls: 4, writes: 0 });
  });

  it('keeps settings outside of apikit when it is repaired: an update resets every omitted setting', async () => {
    await reconcile(kind, wanted(), world);
    const { client, UserPoolId } = await poolOf();
    await client.send(
      new UpdateUserPoolCommand({
        UserPoolId,
        EmailVerificationSubject: 'Welcome',
        AutoVerifiedAttributes: ['email'],
        Policies: { PasswordPolicy: { MinimumLength: 6 } },
      }),
    );
    const changed = await differences(wanted());
    expect(changed).toEqual(expect.arrayContaining(['passwordPolicy.length', 'selfSignUp']));
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
    const { pool } = await poolOf();
    expect(pool).toMatchObject({ EmailVerificationSubject: 'Welcome', AutoVerifiedAttributes: ['email'] });
  });

  it('keeps MFA that somebody turned on, whatever else is repaired', async () => {
    await reconcile(kind, wanted(), world);
    const { client, UserPoolId } = await poolOf();
    const on = { MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } } as const;
    await client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...on }));
    expect(await differences(wanted())).toEqual([]);
    const guarded = wanted({ deletionProtection: true, selfSignUp: true });
    const observed = await reconcile(kind, guarded, world);
    expect((await poolOf(guarded)).pool).toMatchObject({ DeletionProtection: 'ACTIVE', MfaConfiguration: 'OPTIONAL' });
    const { $metadata: _, ...mfa } = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    expect(mfa).toEqual(on);
    // An update also turns its protection off.
    await kind.remove(guarded, observed, world.context);
    expect(await kind.read(guarded, world.context)).toBeUndefined();
  });

  it('gets new groups and scopes, and does not change those of others', async () => {
    await reconcile(kind, wanted(), world);
    const { client, UserPoolId } = await poolOf();
    await client.send(new CreateGroupCommand({ UserPoolId, GroupName: 'by-hand' }));
    const more = wanted({ groups: ['admins', 'readers'], scopes: { items: ['read', 'write'] } });
    expect(await differences(more)).toEqual(['groups', 'scopes.items']);
    await reconcile(kind, more, world);
    expect(await differences(more)).toEqual([]);
    const { Groups = [] } = await client.send(new ListGroupsCommand({ UserPoolId }));
    expect(Groups.map(({ GroupName }) => GroupName).sort()).toEqual(['admins', 'by-hand', 'readers']);
  });

  it('keeps an unlisted scope until the release that asked for it is pruned', async () => {
    const had = await reconcile(kind, wanted({ scopes: { items: ['read', 'write'] } }), world);
    const less = wanted({ scopes: { items: ['admin', 'read'] } });
    const applied = await kind.apply(less, had, world.context);
    const scopes = async () => (await kind.read(less, world.context))?.properties.scopes;
    expect(await scopes()).toEqual({ items: ['admin', 'read', 'write'] });
    expect(kind.retire?.due(less, applied)).toBe(true);
    await kind.retire?.begin(less, applied, world.context);
    expect(await scopes()).toEqual({ items: ['admin', 'read'] });
    const { properties } = (await kind.read(less, world.context))!;
    const least = wanted({ scopes: { items: ['read'] } });
    expect(kind.diff(least, { ...applied, properties })).toMatchObject([{ path: 'scopes.items', last: true }]);
  });

  it('cannot change its way to sign in', async () => {
    await reconcile(kind, wanted(), world);
    const other = wanted({ signIn: ['email'] });
    const observed = await kind.read(other, world.context);
    expect(kind.diff(other, observed!)).toMatchObject([{ path: 'signIn', replace: true }]);
  });

  it('with the same name that others created does not belong to the stage', async () => {
    const client = await world.clients.cognito();
    await client.send(new CreateUserPoolCommand({ PoolName: NAME }));
    expect(await kind.read(wanted(), world.context)).toMatchObject({ owned: false });
    const adopted = await reconcile(kind, wanted(), world);
    expect(adopted.owned).toBe(true);
    const { UserPools } = await client.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools).toHaveLength(1);
  });

  it('is not created twice when the response to its creation is lost', async () => {
    world.proxy.add({ method: 'POST', path: /^\/$/, loseAnswer: true });
    await kind.apply(wanted(), undefined, world.context);
    expect(await differences(wanted())).toEqual([]);
    const client = await world.clients.cognito();
    const { UserPools } = await client.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools).toHaveLength(1);
  });

  it('that exists twice: the one with users is used, and the empty one may be deleted', async () => {
    const client = await world.clients.cognito();
    await client.send(new CreateUserPoolCommand({ PoolName: NAME, UserPoolTags: TAGS }));
    const second = await client.send(new CreateUserPoolCommand({ PoolName: NAME, UserPoolTags: TAGS }));
    const UserPoolId = second.UserPool?.Id;
    await client.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' }));
    const observed = await kind.read(wanted(), world.context);
    expect(observed).toMatchObject({ attributes: { id: UserPoolId }, duplicates: [{ owned: true }] });
    expect(observed?.duplicates?.[0]).not.toHaveProperty('inUse');
  });

  it('is deleted in spite of its protection, and only once', async () => {
    const guarded = wanted({ deletionProtection: true });
    const observed = await reconcile(kind, guarded, world);
    await kind.remove(guarded, observed, world.context);
    expect(await kind.read(guarded, world.context)).toBeUndefined();
    await kind.remove(guarded, observed, world.context);
  });
});

describe('the client of a user pool', () => {
  const clientOf = (pool: string, changes: Partial<UserPoolClientProperties> = {}): Resource =>
    resource('user-pool-client', NAME, {
      pool,
      flows: ['srp', 'admin-password'],
      tokens: { access: 60, id: 60, refresh: 30 },
      scopes: [],
      ...changes,
    });

  it('is created, found again by its name, and repaired', async () => {
    const clients: Kind = userPoolClientKind(world);
    const { attributes } = await reconcile(kind, wanted(), world);
    const desired = clientOf(String(attributes.id));
    const made = await reconcile(clients, desired, world);
    expect(await differences(desired, clients)).toEqual([]);
    const longer = clientOf(String(attributes.id), { tokens: { access: 5, id: 10, refresh: 1 } });
    expect(await differences(longer, clients)).toEqual(['tokens.access', 'tokens.id', 'tokens.refresh']);
    expect((await reconcile(clients, longer, world)).attributes.id).toBe(made.attributes.id);
    expect(await differences(longer, clients)).toEqual([]);
    await clients.remove(longer, made, world.context);
    expect(await differences(longer, clients)).toEqual(['nothing there']);
    await clients.remove(longer, made, world.context);
  });

  it('keeps an unwanted flow until the release that relied on it is pruned', async () => {
    const clients: Kind = userPoolClientKind(world);
    const pool = String((await reconcile(kind, wanted(), world)).attributes.id);
    const had = await reconcile(clients, clientOf(pool, { flows: ['srp', 'admin-password'] }), world);
    const flows = async () => (await clients.read(clientOf(pool), world.context))?.properties.flows;
    const less = clientOf(pool, { flows: ['srp'] });
    expect(clients.diff(less, had)).toMatchObject([{ path: 'flows', last: true }]);
    expect((await callsOf(world, () => clients.apply(less, had, world.context))).writes).toBe(0);
    const other = clientOf(pool, { flows: ['password'] });
    const applied = await clients.apply(other, had, world.context);
    expect(await flows()).toEqual(['srp', 'password', 'admin-password']);
    await clients.retire?.begin(other, applied, world.context);
    expect(await flows()).toEqual(['password']);
    expect(await callsOf(world, () => reconcile(clients, other, world))).toMatchObject({ writes: 0 });
  });

  it('keeps rotating refresh tokens, pages and flows that somebody set up, and can still be changed', async () => {
    const clients: Kind = userPoolClientKind(world);
    const pool = String((await reconcile(kind, wanted(), world)).attributes.id);
    const { attributes } = await reconcile(clients, clientOf(pool), world);
    const client = await world.clients.cognito();
    const ids = { UserPoolId: pool, ClientId: String(attributes.id) };
    const { UserPoolClient: had } = await client.send(new DescribeUserPoolClientCommand(ids));
    const { ClientSecret: _, LastModifiedDate: __, CreationDate: ___, ...kept } = had!;
    const byHand = {
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      CallbackURLs: ['https://app.example.com'],
      ReadAttributes: ['email'],
    } as const;
    const flows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_CUSTOM_AUTH'] as const;
    const ExplicitAuthFlows = [...flows];
    const { CallbackURLs, ReadAttributes, ...rotation } = byHand;
    await client.send(
      new UpdateUserPoolClientCommand({
        ...{ ...kept, ...ids, ...rotation, ExplicitAuthFlows },
        ...{ CallbackURLs: [...CallbackURLs], ReadAttributes: [...ReadAttributes] },
      }),
    );
    const shorter = clientOf(pool, { flows: ['srp'], tokens: { access: 5, id: 60, refresh: 30 } });
    await reconcile(clients, shorter, world);
    expect(await differences(shorter, clients)).toEqual([]);
    const { UserPoolClient: after } = await client.send(new DescribeUserPoolClientCommand(ids));
    expect(after).toMatchObject(byHand);
    expect(after?.ExplicitAuthFlows?.sort()).toEqual(['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH']);
  });

  it('for programs has a secret and scopes, and another client cannot be changed into one', async () => {
    const clients: Kind = userPoolClientKind(world);
    const { attributes } = await reconcile(kind, wanted(), world);
    const pool = String(attributes.id);
    await reconcile(clients, clientOf(pool), world);
    const programs = clientOf(pool, { flows: ['client-credentials'], scopes: ['items/read'] });
    const observed = await clients.read(programs, world.context);
    expect(clients.diff(programs, observed!)).toContainEqual(
      expect.objectContaining({ path: 'secret', from: false, to: true, replace: true }),
    );
    await clients.remove(programs, observed!, world.context);
    await reconcile(clients, programs, world);
    expect(await differences(programs, clients)).toEqual([]);
    const found = await poolClientNamed(await world.clients.cognito(), pool, NAME);
    expect(found).toMatchObject({ AllowedOAuthScopes: ['items/read'], ClientSecret: expect.any(String) });
  });
});
