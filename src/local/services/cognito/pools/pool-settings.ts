/** The settings of CreateUserPool and UpdateUserPool: checked, with Cognito's defaults for omitted values. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { PasswordPolicyType, UpdateUserPoolRequest } from '../../../models/cognito-idp.ts';
import type { PasswordPolicy, PoolSettings } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';

/** The members that both requests have. */
export type SettingsInput = Omit<UpdateUserPoolRequest, 'UserPoolId'> & { readonly PoolName: string };

const DEFAULT_POLICY: PasswordPolicy = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
};

const REFUSED = [
  'SmsConfiguration',
  'SmsAuthenticationMessage',
  'DeviceConfiguration',
  'UserPoolAddOns',
  'DcrConfiguration',
  'KeyConfiguration',
  'IssuerConfiguration',
  'AcrConfiguration',
] as const;

/** `operation` is for error messages. */
export function poolSettings(operation: string, input: SettingsInput): PoolSettings {
  checkTextMessages(input);
  refuseMembers(`Cognito ${operation}`, input, REFUSED);
  refuseUnsupported(operation, input);
  const {
    AllowAdminCreateUserOnly = false,
    UnusedAccountValidityDays,
    InviteMessageTemplate,
  } = input.AdminCreateUserConfig ?? {};
  const PasswordPolicy = passwordPolicy(input.Policies?.PasswordPolicy, UnusedAccountValidityDays);
  return {
    PoolName: input.PoolName,
    Policies: {
      PasswordPolicy,
      SignInPolicy: input.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: input.DeletionProtection ?? 'INACTIVE',
    AutoVerifiedAttributes: input.AutoVerifiedAttributes,
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly,
      UnusedAccountValidityDays: PasswordPolicy.TemporaryPasswordValidityDays,
      ...(InviteMessageTemplate && { InviteMessageTemplate }),
    },
    // Texts of messages that are not sent here, and choices without an effect here.
    shown: {
      EmailVerificationMessage: input.EmailVerificationMessage,
      EmailVerificationSubject: input.EmailVerificationSubject,
      SmsVerificationMessage: input.SmsVerificationMessage,
      AccountRecoverySetting: input.AccountRecoverySetting,
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        ...input.VerificationMessageTemplate,
      },
      UserAttributeUpdateSettings: input.UserAttributeUpdateSettings ?? {
        AttributesRequireVerificationBeforeUpdate: [],
      },
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
      UserPoolTier: input.UserPoolTier ?? 'ESSENTIALS',
    },
  };
}

/**
 * The texts are AWS's, as users report them: https://github.com/aws-amplify/amplify-backend/pull/1523 (phone numbers)
 * and https://github.com/aws/aws-cdk/issues/12075 (MFA).
 */
function checkTextMessages({ SmsConfiguration, MfaConfiguration, AutoVerifiedAttributes = [] }: SettingsInput): void {
  if (SmsConfiguration) return;
  if (MfaConfiguration === 'ON' || MfaConfiguration === 'OPTIONAL') {
    throw invalidParameter(
      'SMS configuration and Auto verification for phone_number are required when MFA is required/optional',
    );
  }
  if (AutoVerifiedAttributes.includes('phone_number')) {
    throw invalidParameter('SMS configuration is required when phone_number is selected for auto verification');
  }
}

function refuseUnsupported(operation: string, input: SettingsInput): void {
  const [trigger] = Object.keys(input.LambdaConfig ?? {});
  if (trigger !== undefined) throw notImplemented(`Cognito ${operation} with LambdaConfig.${trigger}`);
  if (input.MfaConfiguration === 'ON' || input.MfaConfiguration === 'OPTIONAL') {
    throw notImplemented(`Cognito ${operation} with MfaConfiguration ${input.MfaConfiguration}`);
  }
  const account = input.EmailConfiguration?.EmailSendingAccount;
  if (account !== undefined && account !== 'COGNITO_DEFAULT') {
    throw notImplemented(`Cognito ${operation} with EmailSendingAccount ${account}`);
  }
  if (input.Policies?.PasswordPolicy?.PasswordHistorySize) {
    throw notImplemented(`Cognito ${operation} with PasswordHistorySize`);
  }
  const factor = input.Policies?.SignInPolicy?.AllowedFirstAuthFactors?.find((name) => name !== 'PASSWORD');
  if (factor !== undefined) throw notImplemented(`Cognito ${operation} with the first factor ${factor}`);
}

/** A given policy does not require anything that it omits. */
function passwordPolicy(asked: PasswordPolicyType | undefined, unusedDays: number | undefined): PasswordPolicy {
  const days = asked?.TemporaryPasswordValidityDays;
  if (days !== undefined && unusedDays !== undefined && days !== unusedDays) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
  }
  const TemporaryPasswordValidityDays = days ?? unusedDays ?? DEFAULT_POLICY.TemporaryPasswordValidityDays;
  if (asked === undefined) return { ...DEFAULT_POLICY, TemporaryPasswordValidityDays };
  const required = (flag: boolean | undefined) => flag ?? false;
  return {
    MinimumLength: asked.MinimumLength ?? DEFAULT_POLICY.MinimumLength,
    RequireUppercase: required(asked.RequireUppercase),
    RequireLowercase: required(asked.RequireLowercase),
    RequireNumbers: required(asked.RequireNumbers),
    RequireSymbols: required(asked.RequireSymbols),
    TemporaryPasswordValidityDays,
  };
}
