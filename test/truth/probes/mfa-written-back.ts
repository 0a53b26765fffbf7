import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { poolUpdate } from '../../../src/aws/kinds/user-pool/user-pool-settings.ts';
import { resolveUserPool } from '../../../src/config/user-pools.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'mfa-written-back',
  title: 'UpdateUserPool accepts and keeps the MFA mode that was read, where one-time passwords are the only factor.',
  expected: { before: 'OPTIONAL', after: 'OPTIONAL', days: 3 },
  async run(world) {
    const client = await world.clients.cognito();
    const PoolName = world.name('mfa');
    const created = await client.send(new CreateUserPoolCommand({ PoolName, UserPoolTags: { ...world.tags } }));
    const UserPoolId = String(created.UserPool?.Id);
    world.made('user-pool', UserPoolId);
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await client.send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration }),
    );
    const described = async () => (await client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
    const before = await described();
    const { flows: _, tokens: __, ...settings } = resolveUserPool({}, false);
    const desired = { ...settings, scopes: {}, tags: { ...world.tags } };
    const passwordPolicy = { ...desired.passwordPolicy, temporaryDays: 3 };
    await client.send(new UpdateUserPoolCommand(poolUpdate(UserPoolId, { ...desired, passwordPolicy }, before ?? {})));
    const after = await described();
    return {
      before: before?.MfaConfiguration ?? null,
      after: after?.MfaConfiguration ?? null,
      days: after?.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? null,
    };
  },
};
