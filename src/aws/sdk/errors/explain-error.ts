/**
 * Explains the errors of AWS, the network and the credential chain to the user. Makes no decisions: callers that can
 * handle an error look at its name before (`sdk-error.ts`).
 */
import { ApikitError, EXIT } from '../../../errors.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { NOT_MEANT } from '../credential-chain.ts';
import { asSentence } from './as-sentence.ts';
import { addressOf, explainNetworkError } from './explain-network-error.ts';
import { type FailedCall, failedCallOf } from './failed-call.ts';
import {
  deniedAction,
  errorMessage,
  errorName,
  httpStatus,
  isDenied,
  isQuotaFull,
  isThrottling,
  requestId,
} from './sdk-error.ts';

/** The error names with which services reject credentials, as opposed to permissions. */
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'];
const INVALID = [
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];

/** Returns `undefined` if the error does not come from AWS. It is then a defect of apikit and reported as one. */
export function explainError(error: unknown): ApikitError | undefined {
  if (error instanceof ApikitError) return error;
  const call = failedCallOf(error);
  const name = errorName(error);
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return unusableChain(error, call);
  if (!call) return undefined;
  if (isUnreadable(error)) return unusableChain(error, call);
  const ofNetwork = explainNetworkError(error, call);
  if (ofNetwork) return ofNetwork;
  if (EXPIRED.includes(name)) return expired(error);
  if (INVALID.includes(name)) return invalid(error);
  if (isDenied(error)) return denied(error, call);
  if (isQuotaFull(error)) return quotaFull(error, call);
  if (isThrottling(error)) return throttled(error, call);
  if (httpStatus(error) === 501) return notImplemented(error, call);
  return refused(error, call);
}

/** The chain found nothing, the configured provider failed, or the credentials have expired. */
function unusableChain(error: unknown, call: FailedCall | undefined): ApikitError {
  const reasons = [...new Set([...(call?.reasons?.() ?? []), errorMessage(error)])].filter(
    (reason) => !NOT_MEANT.test(reason),
  );
  const reason = reasons.map(reasonOf).join(' ');
  if (/multi-factor|MFA/i.test(reason)) return wantsCode(error, reason, call);
  if (/expired|refresh.*failed|aws (?:sso )?login/i.test(reason) || OF_LOGIN.test(reason)) {
    return expired(error, reason, call);
  }
  const where = call?.profile === undefined ? '' : ` for the profile "${call.profile}"`;
  const missing = namedIn(reason);
  const isExplained = reasons.length > 0 && !reasons.every((each) => NOTHING_THERE.test(each));
  if (isExplained || (call?.profile !== undefined && missing === undefined)) {
    const why = reason || asSentence(errorMessage(error));
    return new ApikitError('CredentialsFailed', `apikit could not get the AWS credentials${where}. ${why}`, {
      exitCode: EXIT.credentials,
      hint: `Correct the profile in the AWS configuration; \`aws sts get-caller-identity${profileFlag(call)}\` fails in the same way.`,
      cause: error,
    });
  }
  const profile = call?.profile ?? (missing === 'default' ? undefined : missing);
  if (missing !== undefined && profile !== undefined) return noSuchProfile(error, missing, profile, reason);
  // If the user named no profile, an empty default profile explains nothing.
  const why = DEFAULT_PROFILE.test(reason) ? '' : reason;
  return new ApikitError('NoCredentials', `No AWS credentials were found. ${why}`.trimEnd(), {
    exitCode: EXIT.credentials,
    hint: 'Run `aws configure` or `aws sso login`, name a profile with --profile, or try everything without an account: --stage local.',
    cause: error,
  });
}

/** `profile` is that of the user. It is another one than `missing` if a role has `missing` as its `source_profile`. */
function noSuchProfile(error: unknown, missing: string, profile: string, reason: string): ApikitError {
  const setUp = `\`aws configure --profile ${shellWord(missing)}\``;
  const [why, hint] =
    missing === profile
      ? [
          ': the AWS configuration has no such profile, or it names no credentials.',
          `Name another profile (\`aws configure list-profiles\` lists them), or set this one up: ${setUp}.`,
        ]
      : [
          `. ${reason}`,
          `Correct source_profile in the AWS configuration (\`aws configure list-profiles\` lists the profiles), or set up "${missing}": ${setUp}.`,
        ];
  return new ApikitError('NoCredentials', `No AWS credentials were found for the profile "${profile}"${why}`, {
    exitCode: EXIT.credentials,
    hint,
    cause: error,
  });
}

/** The session of `aws login`. The AWS configuration names only its owner. */
const OF_LOGIN = /aws login|[\\/]login[\\/]cache[\\/]/;

/** A file that a provider could not read, such as that of AWS_WEB_IDENTITY_TOKEN_FILE. */
function isUnreadable(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === 'open' && (code === 'ENOENT' || code === 'EACCES');
}

const DEFAULT_PROFILE = /^Could not resolve credentials using profile: \[default\][^.]*\.?$/;
/** Returns the profile that the SDK's reason is about. */
const namedIn = (reason: string): string | undefined =>
  /using profile: \[([^\]]+)\]|Profile (.+?) was not found/
    .exec(reason)
    ?.slice(1)
    .find((name) => name !== undefined);

/** The profile does not exist or is empty: the advice for beginners fits. */
const NOTHING_THERE =
  /^(Could not resolve credentials using profile|Profile .+ was not found|Could not load credentials)/;

/**
 * Node.js repeats the command of a `credential_process`, which may contain secrets. The output of the command is the
 * reason.
 */
function reasonOf(reason: string): string {
  const [command, ...output] = reason.split('\n');
  if (!command?.startsWith('Command failed: ')) return asSentence(reason);
  const text = output.join(' ').trim();
  return asSentence(`Its credential_process failed${text ? `: ${text}` : ' and wrote nothing to stderr'}`);
}

const profileFlag = (call: FailedCall | undefined): string =>
  call?.profile === undefined ? '' : ` --profile ${shellWord(call.profile)}`;

function wantsCode(error: unknown, reason: string, call: FailedCall | undefined): ApikitError {
  return new ApikitError('MfaRequired', `The role of these credentials requires the code of an MFA device. ${reason}`, {
    exitCode: EXIT.credentials,
    hint: `Run the command at a terminal, where it asks for the code. For a script, get a session beforehand with \`aws configure export-credentials${profileFlag(call)} --format env\` and set the variables that it prints.`,
    cause: error,
  });
}

function expired(error: unknown, reason = asSentence(errorMessage(error)), call = failedCallOf(error)): ApikitError {
  return new ApikitError('ExpiredCredentials', `The AWS credentials have expired. ${reason}`, {
    exitCode: EXIT.credentials,
    hint: `Get new ones (\`aws ${OF_LOGIN.test(reason) ? '' : 'sso '}login${profileFlag(call)}\`, or your own way of assuming the role) and run the command again.`,
    cause: error,
  });
}

function invalid(error: unknown): ApikitError {
  const skewed = /signature (expired|not yet current)/i.test(errorMessage(error));
  return new ApikitError(
    'InvalidCredentials',
    `AWS does not accept the credentials. ${asSentence(errorMessage(error))}`,
    {
      exitCode: EXIT.credentials,
      hint: skewed
        ? "This computer's clock is off: set it and run the command again."
        : 'Check the access key, its secret and the session token; `aws sts get-caller-identity` shows whether they work.',
      cause: error,
    },
  );
}

/**
 * AWS writes `User: arn:… is not authorized to perform: iam:GetRole on resource: role x because no identity-based
 * policy …`
 */
function denied(error: unknown, call: FailedCall): ApikitError {
  const message = errorMessage(error);
  const resource = /on resource: (.+?)(?= because | with an explicit deny|\.?$)/.exec(message)?.[1];
  const action = deniedAction(error);
  const what = action ?? `${call.operation} of ${call.service}`;
  // The failed action is another one than the call: the SDK had to assume a role first, to get the credentials.
  const assuming =
    /^sts:AssumeRole|MultiFactorAuthentication/.test(action ?? message) && !/^AssumeRole/.test(call.operation);
  return new ApikitError(
    'AccessDenied',
    `These credentials are not allowed to do ${what}${resource ? ` on ${resource}` : ''}. ${asSentence(message)}`,
    {
      ...(assuming && { exitCode: EXIT.credentials }),
      hint: assuming
        ? 'Let the trust policy of the role and the permissions of its source allow this, with the right MFA code if one is required, or use another profile (--profile).'
        : 'Ask for this permission, or use another role (--profile); `apikit policy deployer` prints the policy of a role that deploys this stage.',
      cause: error,
    },
  );
}

function throttled(error: unknown, call: FailedCall): ApikitError {
  return new ApikitError(
    'Throttled',
    `${call.service} kept throttling ${call.operation}. ${asSentence(errorMessage(error))}`,
    {
      hint: 'The limit is shared by everything in this account and region. Run the command again in a minute: it continues where it stopped.',
      cause: error,
    },
  );
}

function quotaFull(error: unknown, call: FailedCall): ApikitError {
  return new ApikitError(
    'QuotaFull',
    `A quota of ${call.service} does not allow ${call.operation}. ${asSentence(errorMessage(error))}`,
    {
      hint: 'Delete what is no longer needed (expired previews: `apikit prune`), or ask AWS for more under Service Quotas.',
      cause: error,
    },
  );
}

/** Emulators return this, and AWS never does. */
function notImplemented(error: unknown, call: FailedCall): ApikitError {
  return new ApikitError(
    'NotImplemented',
    `${addressOf(call)} does not implement ${call.operation}. ${asSentence(errorMessage(error))}`,
    {
      hint: 'Use this part on AWS itself, or leave it out of the local stage.',
      cause: error,
    },
  );
}

function refused(error: unknown, call: FailedCall): ApikitError {
  const id = requestId(error);
  const status = httpStatus(error);
  const answer = `${errorName(error)}: ${asSentence(errorMessage(error))}`;
  const code = status !== undefined && status >= 500 ? 'AwsFailed' : 'AwsRefused';
  return new ApikitError(
    code,
    `${call.service} did not accept ${call.operation}. ${answer}${id ? ` Request id ${id}.` : ''}`,
    {
      hint: 'Run the command again: completed steps stay done. If the error stays the same, its text says what AWS requires.',
      cause: error,
    },
  );
}
