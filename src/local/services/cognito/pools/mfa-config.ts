/**
 * SetUserPoolMfaConfig and GetUserPoolMfaConfig, and the effect of UpdateUserPool on this setting. One-time passwords
 * of authenticator apps are the only factor here. Nobody can sign in with one, so in a pool that requires MFA nobody
 * can sign in.
 */
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { GetUserPoolMfaConfigResponse } from '../../../models/cognito-idp.ts';
import { type PoolMfa, type UserPool, userPools } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';
import { requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';

export type MfaMode = PoolMfa['mode'];

/** Sets the whole configuration: an omitted factor is off. */
export const setUserPoolMfaConfig = operation('SetUserPoolMfaConfig', (input, context) => {
  const pool = requirePool(context, input);
  refuseMembers('Cognito SetUserPoolMfaConfig', input, REFUSED);
  const mfa = {
    mode: input.MfaConfiguration ?? 'OFF',
    softwareToken: input.SoftwareTokenMfaConfiguration?.Enabled === true,
  };
  // The texts are AWS's, as users report them: https://github.com/anomalyco/sst/issues/5177 and Terraform's provider,
  // which has the second in a comment of its resource aws_cognito_user_pool.
  if (mfa.mode !== 'OFF' && !mfa.softwareToken) {
    throw invalidParameter(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  }
  if (mfa.mode === 'OFF' && mfa.softwareToken) {
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.");
  }
  userPools(context).put(pool.id, { ...pool, mfa, modifiedAt: context.cloud.clock.now() });
  return mfaView(mfa);
});

export const getUserPoolMfaConfig = operation('GetUserPoolMfaConfig', (input, context) =>
  mfaView(requirePool(context, input).mfa),
);

/**
 * Returns the configuration after UpdateUserPool. "If you don't provide a value for an attribute, Amazon Cognito sets
 * it to its default value" (API reference of UpdateUserPool). One report says that this value is kept, but no client
 * can rely on that. A mode other than OFF is accepted if a factor is on, and otherwise rejected with this text
 * (measured on 18 August 2026 by the live tests of https://github.com/go-to-k/cdkd, tests/integration).
 */
export function updatedMfa({ mfa }: UserPool, mode: MfaMode = 'OFF'): PoolMfa | undefined {
  if (mode !== 'OFF' && !mfa?.softwareToken) {
    throw invalidParameter('Cannot turn MFA functionality ON, once the user pool has been created.');
  }
  return mfa && { ...mfa, mode };
}

const REFUSED = ['SmsMfaConfiguration', 'EmailMfaConfiguration', 'WebAuthnConfiguration'] as const;

function mfaView(mfa: PoolMfa | undefined): GetUserPoolMfaConfigResponse {
  return {
    MfaConfiguration: mfa?.mode ?? 'OFF',
    SoftwareTokenMfaConfiguration: mfa && { Enabled: mfa.softwareToken },
  };
}
