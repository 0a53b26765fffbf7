/**
 * The SDK's own chain of credential providers, with a prompt for the MFA code if a role requires one. It also remembers
 * the errors of the providers: the chain ends with "Could not load credentials from any providers", and the error of
 * the provider that the user configured is lost.
 */
import type { STSClientConfig } from '@aws-sdk/client-sts';

type AwsCredentialIdentityProvider = ReturnType<NonNullable<STSClientConfig['credentialDefaultProvider']>>;

export interface CredentialChain {
  /** For the SDK's `credentialDefaultProvider`. */
  readonly provider: NonNullable<STSClientConfig['credentialDefaultProvider']>;
  /** The errors of the providers that were configured and failed, in order. */
  reasons(): string[];
}

/** Errors of providers that were not configured at all. The chain as a whole may end with one of them, too. */
export const NOT_MEANT =
  /^(Unable to find environment variable|AWS_PROFILE is set, skipping|Skipping SSO provider|Web identity configuration not specified|Could not load credentials from any|Profile .+ (did not contain credential_process|could not be found in shared)|EC2 Instance Metadata Service access disabled|AWS_EC2_METADATA_V1_DISABLED not set|.*(IMDS|metadata service))/i;

export function credentialChain(mfaCode: ((serial: string) => Promise<string>) | undefined): CredentialChain {
  const warned = new Set<string>();
  const logger = {
    trace() {},
    debug(text: unknown) {
      const [, reason] = /^@smithy\/property-provider (?:->|\(!\)) (.+)$/s.exec(String(text)) ?? [];
      if (reason !== undefined && !NOT_MEANT.test(reason)) warned.add(reason);
      // The error of this source is among those of providers that were not configured.
      const [, source] = /^@aws-sdk\/credential-provider-ini - credential_source is (\w+)$/.exec(String(text)) ?? [];
      if (source !== undefined) warned.add(`The credential_source of the profile, ${source}, has no credentials`);
    },
    info() {},
    warn() {},
    error() {},
  };
  return {
    provider: (init: object) => {
      let chain: Promise<AwsCredentialIdentityProvider> | undefined;
      return async (identity) => {
        chain ??= import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) =>
          defaultProvider({ ...init, logger, ...(mfaCode && { mfaCodeProvider: mfaCode }) }),
        );
        return (await chain)(identity);
      };
    },
    reasons: () => [...warned],
  };
}
