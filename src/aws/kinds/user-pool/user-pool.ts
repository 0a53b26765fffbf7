/**
 * Kind `user-pool`: a Cognito user pool with the groups and scopes that apikit.yaml lists. Other groups and scopes
 * stay, because people may be in them. A scope that is no longer listed is removed when the release that needed it no
 * longer serves. The users are data: other code decides about the removal, which first turns off the deletion
 * protection. How people sign in can never be changed, so such a change is a replacement, which the engine refuses.
 */
import type { CognitoIdentityProviderClient, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { Kind, KindContext, Observed, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { baseName } from '../../../naming/names.ts';
import { identityIn } from '../../../naming/tags.ts';
import { anyUserPool, requestTagsMatch, resourceTagsMatch } from '../../arns/own-arns.ts';
import { comparableTags, owns } from '../../ownership/ownership.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { isDuplicate, isStillDuplicate } from '../duplicate.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { sharedRead } from '../shared-read.ts';
import type { UserPoolProperties, UserPoolShape } from './shape.ts';
import { listUserPools, userPoolsNamed } from './user-pool-search.ts';
import { describedPool, poolInput, poolUpdate } from './user-pool-settings.ts';

/** The scopes by the identifier of their resource server, sorted. */
type Scopes = UserPoolProperties['scopes'];

const ALL = 'all';

const NEW_POOL =
  'Declare a user pool with another name and the new signIn in apikit.yaml, let people sign up there, and then drop the old one: an account cannot be moved to another pool.';

export function userPoolKind({ clients, clock }: KindDependencies): Kind<UserPoolShape> {
  const listed = sharedRead(clock, async () => await listUserPools(await clients.cognito()));

  async function groupsOf(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<string[]> {
    const groups: string[] = [];
    let NextToken: string | undefined;
    const { ListGroupsCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    do {
      const page = await client.send(new ListGroupsCommand({ UserPoolId, Limit: 60, NextToken }));
      groups.push(...(page.Groups ?? []).map(({ GroupName = '' }) => GroupName));
      NextToken = page.NextToken;
    } while (NextToken);
    return groups;
  }

  async function scopesOf(client: CognitoIdentityProviderClient, UserPoolId: string): Promise<Scopes> {
    const scopes: Record<string, string[]> = {};
    let NextToken: string | undefined;
    const { ListResourceServersCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    do {
      const page = await client.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 50, NextToken }));
      for (const { Identifier = '', Scopes = [] } of page.ResourceServers ?? []) {
        scopes[Identifier] = Scopes.map(({ ScopeName = '' }) => ScopeName).sort();
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return scopes;
  }

  /** Reads groups and scopes only if apikit.yaml has any. */
  async function observedAs(
    client: CognitoIdentityProviderClient,
    resource: Resource<UserPoolShape>,
    pool: UserPoolType,
  ): Promise<Observed<UserPoolShape>> {
    const desired = resource.properties;
    const id = String(pool.Id);
    const [groups, scopes] = await Promise.all([
      desired.groups.length > 0 ? groupsOf(client, id) : Promise.resolve<string[]>([]),
      Object.keys(desired.scopes).length > 0 ? scopesOf(client, id) : Promise.resolve<Scopes>({}),
    ]);
    return {
      ...identityOf(resource, pool),
      properties: {
        ...describedPool(pool),
        groups: desired.groups.filter((name) => groups.includes(name)),
        scopes: Object.fromEntries(Object.entries(scopes).filter(([name]) => name in desired.scopes)),
        tags: comparableTags(pool.UserPoolTags ?? {}),
      },
    };
  }

  /** Finds the pool with our tags, or else one with our name. */
  async function find(resource: Resource<UserPoolShape>): Promise<Observed<UserPoolShape> | undefined> {
    const client = await clients.cognito();
    const pools = await userPoolsNamed(client, resource.name, await listed.get(ALL));
    const ours = pools.filter(({ UserPoolTags }) => owns(resource.properties.tags, UserPoolTags ?? {}));
    const [chosen, ...others] = ours.length > 0 ? [...ours].sort(byUsers) : pools.slice(0, 1);
    if (!chosen) return undefined;
    const observed = await observedAs(client, resource, chosen);
    return others.length === 0
      ? observed
      : { ...observed, duplicates: others.map((pool) => asDuplicate(resource, pool)) };
  }

  async function create(
    client: CognitoIdentityProviderClient,
    resource: Resource<UserPoolShape>,
    { signal }: KindContext,
  ): Promise<Observed<UserPoolShape>> {
    const { CreateUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    const command = new CreateUserPoolCommand(poolInput(resource.name, resource.properties));
    return await createOnce<Observed<UserPoolShape>>(command, {
      async send() {
        const { UserPool = {} } = await client.send(command);
        const properties = { ...describedPool(UserPool), groups: [], scopes: {}, tags: resource.properties.tags };
        return { ...identityOf(resource, UserPool), properties };
      },
      async find() {
        listed.forget();
        const found = await find(resource);
        return found?.owned ? found : undefined;
      },
      clock,
      signal,
    });
  }

  /**
   * Changes the pool's own settings with one call, or none if nothing differs, and then adds missing groups and scopes.
   */
  async function sync(
    client: CognitoIdentityProviderClient,
    resource: Resource<UserPoolShape>,
    { attributes, properties }: Observed<UserPoolShape>,
  ): Promise<void> {
    const desired = resource.properties;
    const had = properties;
    const UserPoolId = String(attributes.id);
    const scopes = widenedScopes(desired.scopes, had.scopes);
    const own = diffFields(ownSettings(desired), ownSettings(had));
    if (own.length > 0) await update(client, UserPoolId, desired);
    const { CreateGroupCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    for (const GroupName of desired.groups.filter((name) => !had.groups.includes(name))) {
      await client.send(new CreateGroupCommand({ UserPoolId, GroupName })).catch((error) => {
        if (!isAwsError(error, 'GroupExistsException')) throw error;
      });
    }
    await putScopes(client, UserPoolId, scopes, had.scopes);
  }

  async function putScopes(
    client: CognitoIdentityProviderClient,
    UserPoolId: string,
    wanted: Scopes,
    had: Scopes,
  ): Promise<void> {
    const { CreateResourceServerCommand, UpdateResourceServerCommand } = await import(
      '@aws-sdk/client-cognito-identity-provider'
    );
    for (const [Identifier, names] of Object.entries(wanted)) {
      if (diffFields(names, had[Identifier]).length === 0) continue;
      const Scopes = names.map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
      const server = { UserPoolId, Identifier, Name: serverName(Identifier), Scopes };
      const exists = had[Identifier] !== undefined;
      await client.send(exists ? new UpdateResourceServerCommand(server) : new CreateResourceServerCommand(server));
    }
  }

  async function update(client: CognitoIdentityProviderClient, id: string, desired: UserPoolProperties): Promise<void> {
    const { DescribeUserPoolCommand, UpdateUserPoolCommand } = await import(
      '@aws-sdk/client-cognito-identity-provider'
    );
    const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    if (!UserPool) throw new Error(`Cognito described no user pool ${id}`);
    await client.send(new UpdateUserPoolCommand(poolUpdate(id, desired, UserPool)));
  }

  return {
    kind: 'user-pool',
    rights: [
      { actions: ['cognito-idp:ListUserPools'] },
      { actions: ['cognito-idp:CreateUserPool'], when: requestTagsMatch },
      { actions: ['cognito-idp:DescribeUserPool'], on: anyUserPool },
      {
        actions: [
          'cognito-idp:ListGroups',
          'cognito-idp:ListResourceServers',
          'cognito-idp:UpdateUserPool',
          // If only the tags of a new pool were required, a caller could tag another owner's pool as its own and then
          // delete it.
          'cognito-idp:TagResource',
          'cognito-idp:CreateGroup',
          'cognito-idp:CreateResourceServer',
          'cognito-idp:UpdateResourceServer',
          'cognito-idp:DeleteUserPool',
        ],
        on: anyUserPool,
        when: resourceTagsMatch,
      },
    ],
    async ownedNames(tags) {
      const prefix = `${baseName(identityIn(tags))}-`;
      const pools = await listed.get(ALL);
      return [...new Set(pools.flatMap(({ Name = '' }) => (Name.startsWith(prefix) ? [Name] : [])))];
    },
    read: find,
    diff: (desired, { properties }) =>
      diffFields(desired.properties, properties).map((change) => {
        if (change.path === 'signIn') return { ...change, replace: true, instead: NEW_POOL };
        const isLast = change.path.startsWith('scopes.') && isNarrower(change.to, change.from);
        return isLast ? { ...change, last: true as const } : change;
      }),
    async apply(resource, observed, context) {
      const client = await clients.cognito();
      try {
        const present = observed ?? (await create(client, resource, context));
        await sync(client, resource, present);
        const { scopes } = present.properties;
        const widened = widenedScopes(resource.properties.scopes, scopes);
        return { ...present, properties: { ...resource.properties, scopes: widened }, owned: true };
      } finally {
        listed.forget();
      }
    },
    retire: {
      due: (desired, { properties }) => diffFields(desired.properties.scopes, properties.scopes).length > 0,
      async begin(desired, { attributes, properties }) {
        const { scopes } = properties;
        await putScopes(await clients.cognito(), String(attributes.id), desired.properties.scopes, scopes);
      },
    },
    async remove(resource, observed) {
      listed.forget();
      if (isDuplicate(resource) && !isStillDuplicate(resource, observed, await find(resource))) return;
      const client = await clients.cognito();
      const UserPoolId = String(observed.attributes.id);
      const { DeleteUserPoolCommand, DescribeUserPoolCommand, UpdateUserPoolCommand } = await import(
        '@aws-sdk/client-cognito-identity-provider'
      );
      const { UserPool } = (await undefinedIfNotFound(client.send(new DescribeUserPoolCommand({ UserPoolId })))) ?? {};
      if (!UserPool) return;
      if (UserPool.Domain || UserPool.CustomDomain) throw hasDomain(resource.name);
      if (UserPool.DeletionProtection === 'ACTIVE') {
        const had = { ...describedPool(UserPool), groups: [], scopes: {}, tags: UserPool.UserPoolTags ?? {} };
        await client.send(
          new UpdateUserPoolCommand(poolUpdate(UserPoolId, { ...had, deletionProtection: false }, UserPool)),
        );
      }
      await undefinedIfNotFound(client.send(new DeleteUserPoolCommand({ UserPoolId })));
      listed.forget();
    },
  };
}

/** The scopes of the new release and of the release before. */
function widenedScopes(wanted: Scopes, had: Scopes): Scopes {
  const both = (name: string, names: string[]) => [...new Set([...names, ...(had[name] ?? [])])].sort();
  return Object.fromEntries(Object.entries(wanted).map(([name, names]) => [name, both(name, names)]));
}

/** Whether names are only removed. */
function isNarrower(wanted: unknown, had: unknown): boolean {
  return Array.isArray(wanted) && Array.isArray(had) && wanted.every((name) => had.includes(name));
}

function ownSettings({ groups: _, scopes: __, ...own }: UserPoolProperties): object {
  return own;
}

function identityOf(
  resource: Resource<UserPoolShape>,
  pool: UserPoolType,
): Pick<Observed<UserPoolShape>, 'attributes' | 'owned'> {
  return {
    attributes: { id: pool.Id, arn: pool.Arn, name: pool.Name },
    owned: owns(resource.properties.tags, pool.UserPoolTags ?? {}),
  };
}

function asDuplicate(resource: Resource<UserPoolShape>, pool: UserPoolType): Observed<UserPoolShape> {
  const users = pool.EstimatedNumberOfUsers ?? 0;
  return {
    ...identityOf(resource, pool),
    properties: { ...describedPool(pool), groups: [], scopes: {}, tags: pool.UserPoolTags ?? {} },
    ...(users > 0 && { inUse: users === 1 ? 'a user is in it' : `${users} users are in it` }),
  };
}

/** Prefers the pool with the most users, then the oldest. */
function byUsers(a: UserPoolType, b: UserPoolType): number {
  return (b.EstimatedNumberOfUsers ?? 0) - (a.EstimatedNumberOfUsers ?? 0);
}

/** The name of a resource server allows fewer characters than its identifier, which may be a URL. */
export function serverName(identifier: string): string {
  return identifier.replaceAll(/[^\w\s+=,.@-]/g, '-');
}

function hasDomain(name: string): ApikitError {
  return new ApikitError(
    'PoolHasDomain',
    `The user pool ${name} has a domain, which apikit did not create. It was not deleted.`,
    {
      hint: 'Delete the domain in the Cognito console, then run the same command again.',
    },
  );
}
