/** Which gateway response an answer is, as far as it tells: by apikit's own code, else by `x-amzn-ErrorType`. Pure. */
import type { Answer } from './symptom.ts';

/** docs/aws/data-plane.md. Those that stand for several responses are left out. */
const BY_ERROR: Readonly<Record<string, string>> = {
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
  IncompleteSignatureException: 'INVALID_SIGNATURE',
  InvalidSignatureException: 'INVALID_SIGNATURE',
  UnrecognizedClientException: 'INVALID_SIGNATURE',
  ExpiredTokenException: 'EXPIRED_TOKEN',
  AccessDeniedException: 'ACCESS_DENIED',
  UnauthorizedException: 'UNAUTHORIZED',
  AuthorizerConfigurationException: 'AUTHORIZER_CONFIGURATION_ERROR',
  AuthorizerFailureException: 'AUTHORIZER_FAILURE',
  TooManyRequestsException: 'THROTTLED',
  LimitExceededException: 'QUOTA_EXCEEDED',
};

/** `undefined`: the gateway has not refused the request, or does not say as what. */
export function responseTypeOf({ headers, body }: Answer): string | undefined {
  const error = headers['x-amzn-errortype'];
  if (error === undefined) return undefined;
  return codeIn(body) ?? BY_ERROR[error.replace(/:.*/, '')];
}

/** What is said of more than one gateway response, and by handlers. */
const OF_SEVERAL = ['NOT_FOUND', 'INTERNAL_ERROR'];

/** The gateway response type that apikit's own answers carry as their code. */
export function codeIn(text: string): string | undefined {
  const [, code = ''] = /"code"\s*:\s*"([A-Z0-9_]+)"/.exec(text) ?? [];
  return code === '' || OF_SEVERAL.includes(code) ? undefined : code;
}
