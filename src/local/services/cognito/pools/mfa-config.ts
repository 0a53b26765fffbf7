/**
 * SetUserPoolMfaConfig and GetUserPoolMfaConfig, and what UpdateUserPool makes of the same setting. Of the factors there are the
 * one-time passwords of authenticator apps; nobody signs in with one here, so a pool that asks everybody for one lets nobody in.
 */
import { type Member, refuseMembers } from '../../../constraints.ts';
import { operation } from '../../../operation.ts';
import { check, invalidParameter } from '../errors.ts';
import { type PoolInput, requirePool } from '../look-up.ts';
import { type PoolMfa, type UserPool, userPools } from '../model.ts';

type Mode = PoolMfa['mode'];

interface Input extends PoolInput {
  readonly MfaConfiguration?: Mode;
  readonly SoftwareTokenMfaConfiguration?: { readonly Enabled?: boolean };
  readonly [name: string]: unknown;
}

/** Sets all of it: what is left out is off. */
export const setUserPoolMfaConfig = operation<Input, unknown>({
  name: 'SetUserPoolMfaConfig',
  run(input, context) {
    const pool = requirePool(context, input);
    check(modeMember(input.MfaConfiguration));
    refuseMembers('Cognito SetUserPoolMfaConfig', input, REFUSED);
    const mfa = {
      mode: input.MfaConfiguration ?? 'OFF',
      softwareToken: input.SoftwareTokenMfaConfiguration?.Enabled === true,
    };
    // In AWS's words, as users report them: https://github.com/anomalyco/sst/issues/5177 and Terraform's provider, which
    // names the second in a comment of its resource aws_cognito_user_pool.
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
  },
});

export const getUserPoolMfaConfig = operation<PoolInput, unknown>({
  name: 'GetUserPoolMfaConfig',
  run: (input, context) => mfaView(requirePool(context, input).mfa),
});

/**
 * What UpdateUserPool leaves of it. "If you don't provide a value for an attribute, Amazon Cognito sets it to its default value"
 * (API reference of UpdateUserPool); somebody saw this one kept, which no client can rely on. A mode other than OFF is taken
 * where a factor is on, and refused in these words otherwise (measured on 18 August 2026 by the live tests of
 * https://github.com/go-to-k/cdkd, tests/integration).
 */
export function updatedMfa({ mfa }: UserPool, mode: string = 'OFF'): PoolMfa | undefined {
  check(modeMember(mode));
  if (mode !== 'OFF' && !mfa?.softwareToken) {
    throw invalidParameter('Cannot turn MFA functionality ON, once the user pool has been created.');
  }
  return mfa && { ...mfa, mode: mode as Mode };
}

/** `MfaConfiguration` of a request, to be checked. */
export const modeMember = (mode: string | undefined): Member => [
  'mfaConfiguration',
  mode,
  { oneOf: ['OFF', 'ON', 'OPTIONAL'] },
];

const REFUSED = ['SmsMfaConfiguration', 'EmailMfaConfiguration', 'WebAuthnConfiguration'];

function mfaView(mfa: PoolMfa | undefined) {
  return {
    MfaConfiguration: mfa?.mode ?? 'OFF',
    ...(mfa && { SoftwareTokenMfaConfiguration: { Enabled: mfa.softwareToken } }),
  };
}
