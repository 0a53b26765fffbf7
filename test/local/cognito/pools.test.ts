import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, startPools } from './cognito-rig.ts';

const error = (name: string, message: string | RegExp) => ({ name, message: expect.stringMatching(message) });

const texts = (Name: string, MinLength: string, MaxLength: string) => ({
  Name,
  AttributeDataType: 'String',
  StringAttributeConstraints: { MinLength, MaxLength },
});
const numbers = (Name: string, MinValue: string, MaxValue: string) => ({
  Name,
  AttributeDataType: 'Number',
  NumberAttributeConstraints: { MinValue, MaxValue },
});

describe('user pools', () => {
  it('have an ID with their region, an ARN and the defaults of Cognito', async () => {
    const { send, newPool } = await startPools();
    const made = await newPool({ UserPoolTags: { team: 'a' } });
    expect(made.Id).toMatch(/^eu-west-1_[0-9A-Za-z]{9}$/);
    expect(made.Arn).toBe(`arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${made.Id}`);
    const { UserPool } = await send(new cognito.DescribeUserPoolCommand({ UserPoolId: made.Id }));
    expect(UserPool).toEqual(made);
    expect(UserPool).toMatchObject({
      Name: 'people',
      DeletionProtection: 'INACTIVE',
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: 0,
      UserPoolTags: { team: 'a' },
      UserPoolTier: 'ESSENTIALS',
      CreationDate: expect.any(Date),
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    });
    expect(UserPool!.SchemaAttributes!.map(({ Name }) => Name)).toContain('phone_number_verified');
    expect(JSON.stringify(UserPool)).not.toContain('privateKey');
  });

  it.each([
    [
      { Name: 'x', AttributeDataType: 'Text' },
      /^1 validation error detected: Value 'Text' at 'schema\.1\.member\.attr/,
    ],
    [{ Name: 'a-name-of-21-letters.' }, /'schema\.1\.member\.name' .* length less than or equal to 20$/],
    [{ Name: 'x' }, /^Invalid AttributeDataType input/],
    [{ Name: 'email', AttributeDataType: 'Number' }, /^You can not change AttributeDataType .* attribute email$/],
    [texts('x', '2', '1'), /^user\.custom:x: Max length cannot be less than min length\.$/],
    [texts('email', '2', '1'), /^user\.email: Max length cannot be less than min length\.$/],
    [texts('email', '0', '2049'), /^user\.email: String attributes cannot have a length of more than 2048$/],
    [texts('email', 'none', '1'), /^Invalid StringAttributeConstraints for schema attribute email$/],
    [numbers('updated_at', '2', '1'), /^user\.updated_at: Max value cannot be less than min value\.$/],
  ] as [cognito.SchemaAttributeType, RegExp][])('are rejected with the attribute %j', async (attribute, message) => {
    const { newPool } = await startPools();
    await expect(newPool({ Schema: [attribute] })).rejects.toMatchObject(error('InvalidParameterException', message));
  });

  it('are listed page by page', async () => {
    const { send, newPool } = await startPools();
    for (const PoolName of ['a', 'b', 'c']) await newPool({ PoolName });
    const first = await send(new cognito.ListUserPoolsCommand({ MaxResults: 2 }));
    const rest = await send(new cognito.ListUserPoolsCommand({ MaxResults: 2, NextToken: first.NextToken }));
    expect([first, rest].map(({ UserPools }) => UserPools!.map(({ Name }) => Name))).toEqual([['a', 'b'], ['c']]);
    expect(rest.NextToken).toBeUndefined();
  });

  it('lose every setting that an update omits', async () => {
    const { send, newPool } = await startPools();
    const { Id: UserPoolId } = await newPool({
      Policies: { PasswordPolicy: { MinimumLength: 20 } },
      DeletionProtection: 'ACTIVE',
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email'],
      UserPoolTags: { team: 'a' },
    });
    await send(new cognito.UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'] }));
    const { UserPool } = await send(new cognito.DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool).toMatchObject({
      Name: 'people',
      DeletionProtection: 'INACTIVE',
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email'],
      UserPoolTags: { team: 'a' },
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
    });
  });

  it('with deletion protection stay, and are deleted with all their content', async () => {
    const { cloud, send, newPool, newClient, newUser } = await startPools();
    const { Id: UserPoolId } = await newPool({ DeletionProtection: 'ACTIVE' });
    const { ClientId } = await newClient(UserPoolId!);
    await newUser(UserPoolId!, 'jane');
    await expect(send(new cognito.DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(
      error('InvalidParameterException', /deletion protection is activated/),
    );
    await send(new cognito.UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
    await send(new cognito.DeleteUserPoolCommand({ UserPoolId }));
    await expect(send(new cognito.DescribeUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(
      error('ResourceNotFoundException', `^User pool ${UserPoolId} does not exist.$`),
    );
    await expect(
      send(new cognito.InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH' })),
    ).rejects.toMatchObject(error('ResourceNotFoundException', `^User pool client ${ClientId} does not exist.$`));
    expect(cloud.store.collectionNames().filter((name) => name.includes('cognito'))).toEqual([]);
  });

  it('are validated like on AWS, and unsupported settings are rejected by name', async () => {
    const { send, newPool } = await startPools();
    await expect(newPool({ PoolName: '' })).rejects.toMatchObject(
      error('InvalidParameterException', /^2 validation errors detected: Value '' at 'poolName'/),
    );
    await expect(send(new cognito.DescribeUserPoolCommand({ UserPoolId: 'nonsense' }))).rejects.toMatchObject(
      error('InvalidParameterException', /at 'userPoolId' failed .* regular expression pattern: \[\\w-\]\+_/),
    );
    await expect(newPool({ MfaConfiguration: 'ON' })).rejects.toMatchObject(
      error('InvalidParameterException', /^SMS configuration and Auto verification for phone_number are required/),
    );
    await expect(newPool({ AutoVerifiedAttributes: ['email', 'phone_number'] })).rejects.toMatchObject(
      error('InvalidParameterException', /^SMS configuration is required when phone_number is selected for auto/),
    );
    const PreSignUp = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;
    await expect(newPool({ LambdaConfig: { PreSignUp } })).rejects.toMatchObject(
      error('NotImplementedException', /LambdaConfig.PreSignUp/),
    );
  });

  it('have MFA with a separate call, and an update without MFA ends it', async () => {
    const { send, newPool, newClient, newUser, signIn } = await startPools();
    const { Id: UserPoolId } = await newPool({ UserPoolTier: 'PLUS' });
    const mode = (MfaConfiguration: 'ON' | 'OPTIONAL' | 'OFF') => ({ UserPoolId, MfaConfiguration });
    const app = { SoftwareTokenMfaConfiguration: { Enabled: true } };
    await expect(send(new cognito.UpdateUserPoolCommand(mode('ON')))).rejects.toMatchObject(
      error('InvalidParameterException', /^Cannot turn MFA functionality ON, once/),
    );
    await expect(send(new cognito.SetUserPoolMfaConfigCommand(mode('ON')))).rejects.toMatchObject(
      error('InvalidParameterException', /can't disable all MFAs/),
    );
    await expect(send(new cognito.SetUserPoolMfaConfigCommand({ ...mode('OFF'), ...app }))).rejects.toMatchObject(
      error('InvalidParameterException', /can't turn off MFA and configure an MFA together/),
    );
    await send(new cognito.SetUserPoolMfaConfigCommand({ ...mode('OPTIONAL'), ...app }));
    await send(new cognito.UpdateUserPoolCommand(mode('ON')));
    const shown = async () => (await send(new cognito.DescribeUserPoolCommand({ UserPoolId }))).UserPool;
    expect(await shown()).toMatchObject({ MfaConfiguration: 'ON', UserPoolTier: 'PLUS' });
    const { ClientId } = await newClient(UserPoolId!, { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
    await newUser(UserPoolId!, 'jane');
    await expect(signIn(ClientId!, 'jane')).rejects.toMatchObject({ name: 'NotImplementedException' });
    await send(new cognito.UpdateUserPoolCommand({ UserPoolId }));
    expect(await shown()).toMatchObject({ MfaConfiguration: 'OFF', UserPoolTier: 'PLUS' });
  });

  it('are tagged by their ARN', async () => {
    const { send, newPool } = await startPools();
    const { Arn: ResourceArn } = await newPool({ UserPoolTags: { a: '1', b: '2' } });
    await send(new cognito.TagResourceCommand({ ResourceArn, Tags: { b: '3', c: '4' } }));
    await send(new cognito.UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
    const { Tags } = await send(new cognito.ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual({ b: '3', c: '4' });
  });
});

describe('clients', () => {
  it('have a secret only on request, and return their settings', async () => {
    const { send, newPool, newClient } = await startPools();
    const { Id: UserPoolId } = await newPool();
    const open = await newClient(UserPoolId!);
    expect(open.ClientId).toMatch(/^[a-z0-9]{26}$/);
    expect(open).not.toHaveProperty('ClientSecret');
    const secret = await newClient(UserPoolId!, {
      ClientName: 'server',
      GenerateSecret: true,
      RefreshTokenValidity: 5,
    });
    expect(secret.ClientSecret).toMatch(/^\w{51}$/);
    const described = await send(new cognito.DescribeUserPoolClientCommand({ UserPoolId, ClientId: secret.ClientId }));
    expect(described.UserPoolClient).toEqual(secret);
    const listed = await send(new cognito.ListUserPoolClientsCommand({ UserPoolId }));
    expect(listed.UserPoolClients!.map(({ ClientName }) => ClientName)).toEqual(['web', 'server']);
    const { UserPoolClient: updated } = await send(
      new cognito.UpdateUserPoolClientCommand({ UserPoolId, ClientId: secret.ClientId }),
    );
    expect(updated).toMatchObject({
      ClientName: 'server',
      ClientSecret: secret.ClientSecret,
      RefreshTokenValidity: 30,
    });
    expect(updated).not.toHaveProperty('ExplicitAuthFlows');
    await send(new cognito.DeleteUserPoolClientCommand({ UserPoolId, ClientId: secret.ClientId }));
    await expect(
      send(new cognito.DescribeUserPoolClientCommand({ UserPoolId, ClientId: secret.ClientId })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('can only have existing scopes, and lifetimes that AWS allows', async () => {
    const { send, newPool, newClient } = await startPools();
    const { Id: UserPoolId } = await newPool();
    await expect(newClient(UserPoolId!, { AllowedOAuthScopes: ['items/read'] })).rejects.toMatchObject(
      error('ScopeDoesNotExistException', /items\/read/),
    );
    const server = {
      UserPoolId,
      Identifier: 'items',
      Name: 'Items',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'look' }],
    };
    await send(new cognito.CreateResourceServerCommand(server));
    await expect(send(new cognito.CreateResourceServerCommand(server))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await newClient(UserPoolId!, { AllowedOAuthScopes: ['items/read', 'openid'] });
    const { ResourceServers } = await send(new cognito.ListResourceServersCommand({ UserPoolId, MaxResults: 10 }));
    expect(ResourceServers).toEqual([server]);
    await send(new cognito.DeleteResourceServerCommand({ UserPoolId, Identifier: 'items' }));
    await expect(
      send(new cognito.DescribeResourceServerCommand({ UserPoolId, Identifier: 'items' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      newClient(UserPoolId!, { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it.each(['ALLOW_USER_AUTH', 'ALLOW_TOKEN_EXCHANGE_DELEGATION', 'ALLOW_TOKEN_EXCHANGE_IMPERSONATION'])(
    'with the flow %s are rejected by name, since it is not emulated',
    async (flow) => {
      const { newPool, newClient } = await startPools();
      const { Id: UserPoolId } = await newPool();
      await expect(newClient(UserPoolId!, { ExplicitAuthFlows: [flow as 'ALLOW_USER_AUTH'] })).rejects.toMatchObject(
        error('NotImplementedException', flow),
      );
    },
  );
});
