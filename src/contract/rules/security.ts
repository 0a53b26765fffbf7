/** Rules about who may call. */
import { rules } from './rule.ts';

export const SECURITY_RULES = rules({
  'security-alternatives': {
    severity: 'error',
    finds: 'Several alternatives in `security`.',
    because: 'API Gateway allows one per operation.',
    fix: 'Keep one. An empty list, security: [], lets everybody call.',
  },
  'security-shape': {
    severity: 'error',
    mended: true,
    finds: 'A `security` that is not a list of requirements, or scopes that are not a list of strings.',
    because: 'Reading it as empty would let more callers pass.',
    fix: 'Write security: [{ scheme: [] }]. An empty list lets everybody call.',
  },
  'security-scheme-missing': {
    severity: 'error',
    finds: 'A requirement that names a security scheme which does not exist.',
    because: 'The requirement is unknown.',
    fix: 'Add it to components.securitySchemes.',
  },
  'security-scheme': {
    severity: 'error',
    finds: 'A security scheme that API Gateway or apikit cannot enforce.',
    because: 'The operation would be open.',
    fix: 'Use type: apiKey, in: header, name: x-api-key, or type: http, scheme: bearer.',
  },
  'api-key-place': {
    severity: 'error',
    finds: 'An API key that is not in the header `x-api-key`.',
    because: 'API Gateway reads keys only from that header; only code of the project can check another place.',
    fix: 'Write name: x-api-key and in: header, or x-apikit: { type: request } to check it with your own code.',
    mended: true,
  },
  'security-two-authorizers': {
    severity: 'error',
    finds: 'Two schemes other than the API key in one requirement.',
    because: 'In API Gateway an operation has at most one authorizer, and an API key beside it.',
    fix: 'Keep one; your own authorizer can check both.',
  },
  'security-scopes': {
    severity: 'error',
    finds: 'Scopes of an API key, or of a scheme with AWS signatures.',
    because: 'Neither has scopes, so API Gateway would not check them.',
    fix: 'Write an empty list.',
  },
  'security-scopes-unchecked': {
    severity: 'error',
    finds: 'Scopes of an operation with its own integration, except a single scope of a user pool.',
    because:
      'API Gateway checks only scopes of Cognito, and one matching scope is enough; the handler does not see the request.',
    fix: 'Remove the scopes and decide in the authorizer, or let the handler answer.',
  },
  'authorizer-name': {
    severity: 'error',
    finds: 'A scheme with an authorizer whose name is not valid for a file, or is `apiKey` or `sigv4`.',
    because: 'The code is in `src/authorizers/<name>.ts`; apikit uses the two names for its own schemes.',
    fix: 'Use at most 128 letters, digits, - and _, beginning with a letter.',
    mended: true,
  },
  'authorizer-two-tokens': {
    severity: 'error',
    finds: 'Operations with more than one scheme of type `token`.',
    because: 'The event of such an authorizer does not say which scheme or operation it is for.',
    fix: 'Write type: request in all but one of them.',
    mended: true,
  },
  'authorizer-settings': {
    severity: 'error',
    finds: 'A setting of an authorizer, below `x-apikit` of its scheme, that API Gateway would reject.',
    because: 'PutRestApi rejects the definition, or the authorizer would never allow a request.',
    fix: 'Correct it.',
  },
  'authorizer-replaced': {
    severity: 'warning',
    finds: 'A scheme that names the function of its authorizer.',
    because:
      'Authorizers are code of the project, in `src/authorizers/`; API Gateway would not call the named function.',
    fix: 'Remove it.',
  },
  'authorizer-missing': {
    severity: 'error',
    finds: 'A scheme with an authorizer whose code is not in the project.',
    because: 'Every request would get a 500.',
    fix: 'Run `apikit add authorizer jwt`, with its name in place of jwt.',
  },
  'security-scope-unknown': {
    severity: 'error',
    finds: 'A scope of an operation that no user pool of its scheme declares.',
    because: 'No token can contain it, so no caller could use the operation.',
    fix: 'Declare it under userPools.<name>.scopes in apikit.yaml, or correct the name.',
  },
  'authorizer-user-pool': {
    severity: 'error',
    finds: 'A scheme whose user pool is not in apikit.yaml.',
    because: 'API Gateway could not verify any token.',
    fix: 'Add it under userPools in apikit.yaml, or write the ARN of a pool.',
  },
  'authorizer-stage-variable': {
    severity: 'error',
    finds: 'A scheme whose identity names a stage variable which a stage does not have.',
    because:
      'API Gateway rejects every request that lacks a part of the identity with 401, and does not call the authorizer.',
    fix: 'Add it under variables in apikit.yaml, for every stage or for that one.',
  },
});
