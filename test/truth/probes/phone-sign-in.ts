import { CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { errorMessage, errorName } from '../../../src/aws/sdk/errors/sdk-error.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'phone-sign-in',
  title: 'Cognito refuses a user pool that verifies telephone numbers and has no settings for SMS.',
  expected: { error: 'InvalidParameterException', aboutSms: true },
  async run(world) {
    const client = await world.clients.cognito();
    try {
      const { UserPool } = await client.send(
        new CreateUserPoolCommand({
          PoolName: world.name('pool'),
          AutoVerifiedAttributes: ['phone_number'],
          UserPoolTags: { ...world.tags },
        }),
      );
      world.made('user-pool', UserPool?.Id ?? '');
    } catch (error) {
      if (errorName(error) !== 'InvalidParameterException') throw error;
      return { error: errorName(error), aboutSms: /SMS/i.test(errorMessage(error)) };
    }
    return { error: null, aboutSms: false };
  },
};
