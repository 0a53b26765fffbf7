/** Rules of who may call. */
import { rules } from './rule.ts';

export const SECURITY_RULES = rules({
  'security-alternatives': {
    severity: 'error',
    finds: 'Several alternatives in `security`.',
    because: 'API Gateway takes one per operation.',
    fix: 'Keep one. An empty list, security: [], lets everybody call.',
  },
  'security-shape': {
    severity: 'error',
    mended: true,
    finds: 'A `security` that is no list of requirements, or scopes that are no list of texts.',
    because: 'Either may be taken for none, which lets more callers pass.',
    fix: 'Write security: [{ scheme: [] }]. An empty list lets everybody call.',
  },
  'security-scheme-missing': {
    severity: 'error',
    finds: 'A requirement that names no security scheme.',
    because: 'Nobody knows what is required.',
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
    because: 'API Gateway reads keys from that header only; elsewhere code of the project has to look.',
    fix: 'Write name: x-api-key and in: header, or x-apikit: { type: request } to check it with code of your own.',
    mended: true,
  },
  'security-two-authorizers': {
    severity: 'error',
    finds: 'Two schemes other than the API key in one requirement.',
    because: 'An operation of API Gateway has one authorizer, and a key beside it.',
    fix: 'Keep one; an authorizer of your own can check both.',
  },
  'security-scopes': {
    severity: 'error',
    finds: 'Scopes of an API key, or of a scheme with AWS signatures.',
    because: 'Neither has scopes, so nobody would check them.',
    fix: 'Write an empty list.',
  },
  'security-scopes-unchecked': {
    severity: 'error',
    finds: 'Scopes at an operation with an integration of its own, but for a single one of a user pool.',
    because:
      'The gateway checks scopes of Cognito only, and lets pass whoever has one of them; the handler does not see the request.',
    fix: 'Remove the scopes and decide in the authorizer, or let the handler answer.',
  },
  'authorizer-name': {
    severity: 'error',
    finds: 'A scheme with an authorizer whose name cannot be the name of a file, or is `apiKey` or `sigv4`.',
    because: 'The code is in `src/authorizers/<name>.ts`; the two names are those of the schemes that apikit writes.',
    fix: 'Use at most 128 letters, digits, - and _, beginning with a letter.',
    mended: true,
  },
  'authorizer-two-tokens': {
    severity: 'error',
    finds: 'Operations with more than one scheme of type `token`.',
    because: 'The event of such an authorizer does not say which scheme or operation it is for.',
    fix: 'Write type: request in all of them but one.',
    mended: true,
  },
  'authorizer-settings': {
    severity: 'error',
    finds: 'A setting of an authorizer, below `x-apikit` of its scheme, that API Gateway would refuse.',
    because: 'PutRestApi refuses the definition, or the authorizer would never say yes.',
    fix: 'Correct it.',
  },
  'authorizer-replaced': {
    severity: 'warning',
    finds: 'A scheme that names the function of its authorizer.',
    because: 'Authorizers are code of the project, in `src/authorizers/`; the function that is named is not asked.',
    fix: 'Remove it.',
  },
  'authorizer-missing': {
    severity: 'error',
    finds: 'A scheme with an authorizer whose code is not in the project.',
    because: 'Every request would be answered 500.',
    fix: 'Run `apikit add authorizer jwt`, with its name in place of jwt.',
  },
  'security-scope-unknown': {
    severity: 'error',
    finds: 'A scope of an operation that no user pool of its scheme declares.',
    because: 'No token could ever have it, so nobody could call the operation.',
    fix: 'Declare it under userPools.<name>.scopes in apikit.yaml, or correct it.',
  },
  'authorizer-user-pool': {
    severity: 'error',
    finds: 'A scheme whose user pool is not in apikit.yaml.',
    because: 'There would be nobody to ask about a token.',
    fix: 'Add it under userPools in apikit.yaml, or write the ARN of a pool.',
  },
  'authorizer-stage-variable': {
    severity: 'error',
    finds: 'A scheme whose identity names a stage variable which a stage does not have.',
    because: 'API Gateway refuses every request that lacks a part of the identity with 401, and asks no authorizer.',
    fix: 'Add it under variables in apikit.yaml, for every stage or for that one.',
  },
});
