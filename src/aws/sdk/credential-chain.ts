/**
 * The SDK's own chain of credential providers, with a question for the code where a role wants MFA, and with a memory: the
 * chain ends with "Could not load credentials from any providers", and what the provider that was meant has said is lost.
 */
import type { STSClientConfig } from '@aws-sdk/client-sts';

type AwsCredentialIdentityProvider = ReturnType<NonNullable<STSClientConfig['credentialDefaultProvider']>>;

export interface CredentialChain {
  /** For the SDK's `credentialDefaultProvider`. */
  readonly provider: NonNullable<STSClientConfig['credentialDefaultProvider']>;
  /** What the providers said that were configured and failed, in order. */
  reasons(): string[];
}

/** Of a provider that was not configured at all: also what the chain as a whole may fail with. */
export const NOT_MEANT =
  /^(Unable to find environment variable|AWS_PROFILE is set, skipping|Skipping SSO provider|Web identity configuration not specified|Could not load credentials from any|Profile \S+ (did not contain credential_process|could not be found in shared)|EC2 Instance Metadata Service access disabled|AWS_EC2_METADATA_V1_DISABLED not set|.*(IMDS|metadata service))/i;

export function credentialChain(mfaCode: ((serial: string) => Promise<string>) | undefined): CredentialChain {
  const said = new Set<string>();
  const logger = {
    trace() {},
    debug(text: unknown) {
      const [, reason] = /^@smithy\/property-provider (?:->|\(!\)) (.+)$/s.exec(String(text)) ?? [];
      if (reason !== undefined && !NOT_MEANT.test(reason)) said.add(reason);
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
    reasons: () => [...said],
  };
}
