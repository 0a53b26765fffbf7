import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { PASSWORD, startPools } from './cognito-rig.ts';

async function withPool(more: Partial<cognito.CreateUserPoolCommandInput> = {}) {
  const rig = await startPools();
  const { Id } = await rig.newPool(more);
  const UserPoolId = Id!;
  const create = (Username: string, attributes: Record<string, string> = {}, TemporaryPassword?: string) =>
    rig.send(
      new cognito.AdminCreateUserCommand({
        UserPoolId,
        Username,
        TemporaryPassword,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }),
    );
  const get = (Username: string) => rig.send(new cognito.AdminGetUserCommand({ UserPoolId, Username }));
  const setPassword = (Username: string, Password: string) =>
    rig.send(new cognito.AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  return { ...rig, UserPoolId, create, get, setPassword };
}

describe('users', () => {
  it('are created by an administrator and have a sub', async () => {
    const { create, get } = await withPool();
    const { User } = await create('jane', { email: 'jane@example.com', email_verified: 'true' });
    expect(User).toMatchObject({ Username: 'jane', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    const { UserAttributes, Username } = await get('jane');
    expect(Username).toBe('jane');
    expect(UserAttributes).toEqual([
      { Name: 'sub', Value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      { Name: 'email', Value: 'jane@example.com' },
      { Name: 'email_verified', Value: 'true' },
    ]);
    await expect(create('jane')).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'User account already exists',
    });
    await expect(get('john')).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('are verified in any case', async () => {
    const { create, get } = await withPool();
    await create('jane', { email: 'jane@example.com', email_verified: 'True' });
    expect((await get('jane')).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(create('john', { email_verified: 'yes' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are created once, also with concurrent requests', async () => {
    const { create } = await withPool();
    const rivals = await Promise.allSettled([1, 2, 3].map(() => create('jane')));
    expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('have the attributes of the schema, and no others', async () => {
    const { create, get, send, UserPoolId } = await withPool({
      Schema: [
        { Name: 'email', Required: true },
        { Name: 'tenant', AttributeDataType: 'String', Mutable: false },
      ],
    });
    await expect(create('jane')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Attributes did not conform to the schema: email: The attribute is required\n',
    });
    await expect(create('jane', { email: 'nonsense' })).rejects.toThrow('Invalid email address format.');
    await expect(create('jane', { email: 'a@b.c', 'custom:other': 'x' })).rejects.toThrow(
      'custom:other: Attribute does not exist in the schema.',
    );
    await create('jane', { email: 'a@b.c', 'custom:tenant': 't1' });
    const update = (Name: string, Value: string) =>
      send(
        new cognito.AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: 'jane',
          UserAttributes: [{ Name, Value }],
        }),
      );
    await update('email', 'd@e.f');
    await expect(update('custom:tenant', 't2')).rejects.toThrow('cannot be updated');
    expect((await get('jane')).UserAttributes).toContainEqual({ Name: 'email', Value: 'd@e.f' });
  });

  it('that sign in with their email have their sub as user name', async () => {
    const { create, get } = await withPool({ UsernameAttributes: ['email'] });
    await expect(create('jane')).rejects.toThrow('Username should be an email.');
    const { User } = await create('jane@example.com');
    const [sub, email] = User!.Attributes!;
    expect(User!.Username).toBe(sub!.Value);
    expect(email).toEqual({ Name: 'email', Value: 'jane@example.com' });
    expect((await get('jane@example.com')).Username).toBe(User!.Username);
    await expect(create('jane@example.com')).rejects.toMatchObject({ name: 'UsernameExistsException' });
  });

  it('may be case-sensitive or not', async () => {
    const strict = await withPool();
    await strict.create('Jane');
    await strict.create('jane');
    const loose = await withPool({ UsernameConfiguration: { CaseSensitive: false } });
    await loose.create('Jane');
    await expect(loose.create('jane')).rejects.toMatchObject({ name: 'UsernameExistsException' });
    expect((await loose.get('JANE')).Username).toBe('Jane');
  });

  it('are listed, filtered and paged', async () => {
    const { create, send, UserPoolId } = await withPool();
    for (const name of ['ann', 'anton', 'bob']) await create(name, { email: `${name}@example.com` });
    const list = async (more: Partial<cognito.ListUsersCommandInput>) =>
      (await send(new cognito.ListUsersCommand({ UserPoolId, ...more }))).Users!.map(({ Username }) => Username);
    expect(await list({})).toEqual(['ann', 'anton', 'bob']);
    expect(await list({ Filter: 'username ^= "an"' })).toEqual(['ann', 'anton']);
    expect(await list({ Filter: 'email = "bob@example.com"' })).toEqual(['bob']);
    expect(await list({ Limit: 1 })).toEqual(['ann']);
    await expect(list({ Filter: 'custom:x = "1"' })).rejects.toThrow('Invalid search attribute');
    const { Users } = await send(new cognito.ListUsersCommand({ UserPoolId, AttributesToGet: ['email'], Limit: 1 }));
    expect(Users![0]!.Attributes).toEqual([{ Name: 'email', Value: 'ann@example.com' }]);
  });

  it('are deleted permanently', async () => {
    const { create, get, send, UserPoolId } = await withPool();
    await create('jane');
    await send(new cognito.AdminDeleteUserCommand({ UserPoolId, Username: 'jane' }));
    await expect(get('jane')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await create('jane');
  });
});

describe('passwords', () => {
  it.each([
    ['Aa1!', 'Password not long enough'],
    ['aaaaaa1!', 'Password must have uppercase characters'],
    ['AAAAAA1!', 'Password must have lowercase characters'],
    ['Aaaaaaa!', 'Password must have numeric characters'],
    ['Aaaaaaa1', 'Password must have symbol characters'],
  ])('%s is rejected: %s', async (password, rule) => {
    const { create, setPassword } = await withPool();
    await create('jane');
    const refusal = { name: 'InvalidPasswordException', message: `Password did not conform with policy: ${rule}` };
    await expect(setPassword('jane', password)).rejects.toMatchObject(refusal);
    await expect(create('john', {}, password)).rejects.toMatchObject(refusal);
  });

  it('can have spaces inside, which are symbols, but not around', async () => {
    const { create, setPassword, get } = await withPool();
    await create('jane');
    await expect(setPassword('jane', ' Aaaaaaa1')).rejects.toThrow("at 'password' failed to satisfy constraint");
    await setPassword('jane', 'Correct horse 7');
    expect((await get('jane')).UserStatus).toBe('CONFIRMED');
  });

  it("follow the pool's own policy, and are not stored as plain text", async () => {
    const { cloud, create, setPassword, get } = await withPool({
      Policies: { PasswordPolicy: { MinimumLength: 6 } },
    });
    await create('jane');
    await setPassword('jane', 'secret');
    expect((await get('jane')).UserStatus).toBe('CONFIRMED');
    const kept = JSON.stringify(cloud.store.collection('000000000000/eu-west-1/cognito-idp.users').values());
    expect(kept).toContain('jane');
    expect(kept).not.toContain('secret');
  });
});

describe('groups', () => {
  it('have members, who lose a deleted group', async () => {
    const { create, send, UserPoolId } = await withPool();
    await create('jane');
    const GroupName = 'admins';
    await send(new cognito.CreateGroupCommand({ UserPoolId, GroupName, Precedence: 1, Description: 'all rights' }));
    await expect(send(new cognito.CreateGroupCommand({ UserPoolId, GroupName }))).rejects.toMatchObject({
      name: 'GroupExistsException',
    });
    await send(new cognito.AdminAddUserToGroupCommand({ UserPoolId, Username: 'jane', GroupName }));
    await send(new cognito.AdminAddUserToGroupCommand({ UserPoolId, Username: 'jane', GroupName }));
    const members = await send(new cognito.ListUsersInGroupCommand({ UserPoolId, GroupName }));
    expect(members.Users!.map(({ Username }) => Username)).toEqual(['jane']);
    const groups = async () =>
      (await send(new cognito.AdminListGroupsForUserCommand({ UserPoolId, Username: 'jane' }))).Groups!.map((group) => [
        group.GroupName,
        group.Precedence,
        group.Description,
      ]);
    expect(await groups()).toEqual([['admins', 1, 'all rights']]);
    await send(new cognito.DeleteGroupCommand({ UserPoolId, GroupName }));
    expect(await groups()).toEqual([]);
    await expect(
      send(new cognito.AdminAddUserToGroupCommand({ UserPoolId, Username: 'jane', GroupName })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('sign-up', () => {
  it('allows a sign-in after the confirmation', async () => {
    const { send, newClient, signIn, UserPoolId } = await withPool();
    const { ClientId } = await newClient(UserPoolId);
    const signUp = () => send(new cognito.SignUpCommand({ ClientId, Username: 'jane', Password: PASSWORD }));
    expect(await signUp()).toMatchObject({ UserConfirmed: false, UserSub: expect.any(String) });
    await expect(signUp()).rejects.toMatchObject({ name: 'UsernameExistsException', message: 'User already exists' });
    await expect(signIn(ClientId!, 'jane')).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
    await send(new cognito.AdminConfirmSignUpCommand({ UserPoolId, Username: 'jane' }));
    expect((await signIn(ClientId!, 'jane')).AuthenticationResult).toBeDefined();
  });

  it('returns the destination of the code if the pool verifies addresses', async () => {
    const { send, newClient, UserPoolId } = await withPool({ AutoVerifiedAttributes: ['email'] });
    const { ClientId } = await newClient(UserPoolId);
    const signUp = (Username: string, UserAttributes?: cognito.AttributeType[]) =>
      send(new cognito.SignUpCommand({ ClientId, Username, Password: PASSWORD, UserAttributes }));
    const { CodeDeliveryDetails } = await signUp('jane', [{ Name: 'email', Value: 'jane@example.com' }]);
    expect(CodeDeliveryDetails).toEqual({
      Destination: 'j***@e***',
      DeliveryMedium: 'EMAIL',
      AttributeName: 'email',
    });
    expect(await signUp('john')).not.toHaveProperty('CodeDeliveryDetails');
  });

  it('is rejected if only administrators create users', async () => {
    const { send, newClient, UserPoolId } = await withPool({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    const { ClientId } = await newClient(UserPoolId);
    await expect(send(new cognito.SignUpCommand({ ClientId, Username: 'jane', Password: PASSWORD }))).rejects.toThrow(
      'SignUp is not permitted for this user pool',
    );
  });
});
