/**
 * Kind `user-pool-client`: the client with which an app or a program signs in to a user pool. It is identified by its
 * name in the pool. Cognito decides at creation whether it has a secret, so a change of that is a replacement, which
 * the engine refuses. Flows and scopes that are no longer wanted are removed when the release that relied on them no
 * longer serves.
 */
import type { CognitoIdentityProviderClient, UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import type { FieldChange, Kind, Observed, Resource } from '../../../engine/resource.ts';
import { anyUserPool, resourceTagsMatch } from '../../arns/own-arns.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import {
  clientInput,
  clientUpdate,
  describedClient,
  hasSecret,
  mergedClient,
} from '../user-pool/user-pool-settings.ts';
import type { DesiredClient, UserPoolClientShape } from './shape.ts';

const NEW_CLIENT =
  'A client keeps its secret, or the lack of one, forever. Declare a client with another name and the new flows in apikit.yaml, let the apps use it, and then drop the old one.';

export function userPoolClientKind({ clients, clock }: KindDependencies): Kind<UserPoolClientShape> {
  async function read(resource: Resource<UserPoolClientShape>): Promise<Observed<UserPoolClientShape> | undefined> {
    const { pool } = resource.properties;
    if (typeof pool !== 'string') return undefined;
    const found = await poolClientNamed(await clients.cognito(), pool, resource.name);
    return found && observedAs(found);
  }

  async function update(ClientId: string, wanted: DesiredClient): Promise<void> {
    const client = await clients.cognito();
    const { pool: UserPoolId } = wanted;
    const { DescribeUserPoolClientCommand, UpdateUserPoolClientCommand } = await import(
      '@aws-sdk/client-cognito-identity-provider'
    );
    const { UserPoolClient = {} } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    await client.send(new UpdateUserPoolClientCommand(clientUpdate(wanted, UserPoolClient)));
  }

  return {
    kind: 'user-pool-client',
    rights: [
      {
        actions: [
          'cognito-idp:ListUserPoolClients',
          'cognito-idp:DescribeUserPoolClient',
          'cognito-idp:CreateUserPoolClient',
          'cognito-idp:UpdateUserPoolClient',
          'cognito-idp:DeleteUserPoolClient',
        ],
        on: anyUserPool,
        when: resourceTagsMatch,
      },
    ],
    read,
    diff(desired, { properties }) {
      const wanted = desired.properties;
      const secret = hasSecret(wanted.flows) !== properties.secret;
      return diffFields({ ...wanted, secret: hasSecret(wanted.flows) }, properties).map((change) =>
        secret && change.path === 'secret'
          ? { ...change, replace: true, instead: NEW_CLIENT }
          : isNarrower(change)
            ? { ...change, last: true as const }
            : change,
      );
    },
    async apply(resource, observed, { signal }) {
      const client = await clients.cognito();
      const desired = resource.properties;
      if (!observed) {
        const { CreateUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider');
        const command = new CreateUserPoolClientCommand(clientInput(resource.name, desired));
        return await createOnce<Observed<UserPoolClientShape>>(command, {
          send: async () => observedAs((await client.send(command)).UserPoolClient ?? {}),
          find: () => read(resource),
          clock,
          signal,
        });
      }
      const widened = mergedClient(desired, observed.properties);
      const had = { ...observed.properties, secret: undefined };
      if (diffFields({ ...widened }, had).length > 0) await update(String(observed.attributes.id), widened);
      return { ...observed, properties: { ...widened, secret: observed.properties.secret } };
    },
    retire: {
      due: (desired, { properties }) => diffFields(desired.properties, { ...properties, secret: undefined }).length > 0,
      begin: async (desired, { attributes }) => await update(String(attributes.id), desired.properties),
    },
    async remove(_resource, { attributes, properties }) {
      const { DeleteUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider');
      const command = new DeleteUserPoolClientCommand({
        UserPoolId: properties.pool,
        ClientId: String(attributes.id),
      });
      await undefinedIfNotFound((await clients.cognito()).send(command));
    },
  };
}

/** Finds a client of a pool by its name. Returns the oldest if somebody created a second one. */
export async function poolClientNamed(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  name: string,
): Promise<UserPoolClientType | undefined> {
  const ids: string[] = [];
  let NextToken: string | undefined;
  const { DescribeUserPoolClientCommand, ListUserPoolClientsCommand } = await import(
    '@aws-sdk/client-cognito-identity-provider'
  );
  do {
    const listing = client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60, NextToken }));
    const page = await undefinedIfNotFound(listing);
    for (const { ClientName, ClientId = '' } of page?.UserPoolClients ?? [])
      if (ClientName === name) ids.push(ClientId);
    NextToken = page?.NextToken;
  } while (NextToken);
  const described = await Promise.all(
    ids.map((ClientId) =>
      undefinedIfNotFound(client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))),
    ),
  );
  const createdAt = ({ CreationDate }: UserPoolClientType) => CreationDate?.getTime() ?? 0;
  const found = described.flatMap((answer) => answer?.UserPoolClient ?? []);
  return found.sort((a, b) => createdAt(a) - createdAt(b))[0];
}

/** Whether only flows or scopes are removed. */
function isNarrower({ path, from, to }: FieldChange): boolean {
  const isList = (path === 'flows' || path === 'scopes') && Array.isArray(from) && Array.isArray(to);
  return isList && to.every((one) => from.includes(one));
}

function observedAs(client: UserPoolClientType): Observed<UserPoolClientShape> {
  return {
    attributes: { id: client.ClientId, name: client.ClientName },
    properties: {
      pool: client.UserPoolId,
      ...describedClient(client),
      secret: client.ClientSecret !== undefined,
    },
    // A client has no tags. Its owner is the owner of the pool.
    owned: true,
  };
}
