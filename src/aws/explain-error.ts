/**
 * What AWS, the network or the credential chain answered, in words for the user. Decides nothing: callers that can do
 * something about an error look at its name themselves (`sdk-error.ts`) before it gets here.
 */
import { ApikitError, EXIT } from '../errors.ts';
import { type CallFacts, callOf } from './call-facts.ts';
import { addressOf, explainNetworkError } from './explain-network-error.ts';
import { deniedAction, errorMessage, errorName, httpStatus, isDenied, isThrottling, requestId } from './sdk-error.ts';
import { sentence } from './sentence.ts';

/** Names by which the services refuse credentials, as opposed to permissions. */
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

const QUOTA_FULL = ['LimitExceeded', 'LimitExceededException', 'LimitExceededFault', 'ServiceQuotaExceededException'];

/** `undefined` when the error came from nowhere near AWS: a defect of apikit, and reported as one. */
export function explainError(error: unknown): ApikitError | undefined {
  if (error instanceof ApikitError) return error;
  const call = callOf(error);
  const name = errorName(error);
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return unusableChain(error, call);
  if (!call) return undefined;
  const ofNetwork = explainNetworkError(error, call);
  if (ofNetwork) return ofNetwork;
  if (EXPIRED.includes(name)) return expired(error);
  if (INVALID.includes(name)) return invalid(error);
  if (isDenied(error)) return denied(error, call);
  if (QUOTA_FULL.includes(name)) return quotaFull(error, call);
  if (isThrottling(error)) return throttled(error, call);
  if (httpStatus(error) === 501) return notImplemented(error, call);
  return refused(error, call);
}

/** The chain found nothing, or what it found has run out. */
function unusableChain(error: unknown, call: CallFacts | undefined): ApikitError {
  const reason = sentence(errorMessage(error));
  if (/expired|refresh.*failed|sso login/i.test(reason)) return expired(error);
  const where = call?.profile === undefined ? '' : ` for the profile "${call.profile}"`;
  return new ApikitError('NoCredentials', `No AWS credentials were found${where}. ${reason}`, {
    exitCode: EXIT.credentials,
    hint: 'Run `aws configure` or `aws sso login`, name a profile with --profile, or try everything without an account: --stage local.',
    cause: error,
  });
}

function expired(error: unknown): ApikitError {
  return new ApikitError('ExpiredCredentials', `The AWS credentials have expired. ${sentence(errorMessage(error))}`, {
    exitCode: EXIT.credentials,
    hint: 'Get new ones (`aws sso login`, or your own way of assuming the role) and run the command again.',
    cause: error,
  });
}

function invalid(error: unknown): ApikitError {
  const skewed = /signature (expired|not yet current)/i.test(errorMessage(error));
  return new ApikitError(
    'InvalidCredentials',
    `AWS does not accept the credentials. ${sentence(errorMessage(error))}`,
    {
      exitCode: EXIT.credentials,
      hint: skewed
        ? "This computer's clock is off: set it and run the command again."
        : 'Check the access key, its secret and the session token; `aws sts get-caller-identity` shows whether they work.',
      cause: error,
    },
  );
}

/** `User: arn:… is not authorized to perform: iam:GetRole on resource: role x because no identity-based policy …` */
function denied(error: unknown, call: CallFacts): ApikitError {
  const message = errorMessage(error);
  const resource = /on resource: (.+?)(?= because | with an explicit deny|\.?$)/.exec(message)?.[1];
  const what = deniedAction(error) ?? `${call.operation} of ${call.service}`;
  return new ApikitError(
    'AccessDenied',
    `These credentials may not do ${what}${resource ? ` on ${resource}` : ''}. ${sentence(message)}`,
    {
      hint: 'Ask for this permission, or deploy with another role (--profile).',
      cause: error,
    },
  );
}

function throttled(error: unknown, call: CallFacts): ApikitError {
  return new ApikitError(
    'Throttled',
    `${call.service} kept throttling ${call.operation}. ${sentence(errorMessage(error))}`,
    {
      hint: 'The limit is shared by everything in this account and region. Run the command again in a minute: it continues where it stopped.',
      cause: error,
    },
  );
}

function quotaFull(error: unknown, call: CallFacts): ApikitError {
  return new ApikitError(
    'QuotaFull',
    `A quota of ${call.service} does not allow ${call.operation}. ${sentence(errorMessage(error))}`,
    {
      hint: 'Delete what is no longer needed, or ask AWS for more under Service Quotas.',
      cause: error,
    },
  );
}

/** Emulators answer so, AWS never does. */
function notImplemented(error: unknown, call: CallFacts): ApikitError {
  return new ApikitError(
    'NotImplemented',
    `${addressOf(call)} does not implement ${call.operation}. ${sentence(errorMessage(error))}`,
    {
      hint: 'Use this part on AWS itself, or leave it out of the local stage.',
      cause: error,
    },
  );
}

function refused(error: unknown, call: CallFacts): ApikitError {
  const id = requestId(error);
  const status = httpStatus(error);
  const answer = `${errorName(error)}: ${sentence(errorMessage(error))}`;
  const code = status !== undefined && status >= 500 ? 'AwsFailed' : 'AwsRefused';
  return new ApikitError(
    code,
    `${call.service} did not accept ${call.operation}. ${answer}${id ? ` Request id ${id}.` : ''}`,
    {
      hint: 'Run the command again: what is done stays done. If the answer stays the same, its text says what AWS wants changed.',
      cause: error,
    },
  );
}
