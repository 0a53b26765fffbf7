/** Rules of `x-apikit` at an operation: throttle, cache, timeout, integration, smoke. */
import { rules } from './rule.ts';

export const SETTINGS_RULES = rules({
  'settings-value': {
    severity: 'error',
    finds: 'A value below `x-apikit` that is of the wrong kind or out of range.',
    because: 'API Gateway would refuse it, or it would be lost without a word.',
    fix: 'Correct it; docs/contract.md has every member.',
  },
  'cache-method': {
    severity: 'error',
    finds: '`x-apikit.cache` at an operation that is no GET.',
    because: 'Answers to requests that change something cannot be given again.',
    fix: 'Remove it.',
  },
  'cache-key': {
    severity: 'error',
    finds: 'A cache key that the operation does not declare as a parameter.',
    because: 'API Gateway leaves such a key out, so that one answer would be given to different requests.',
    fix: 'Add it to parameters:, or correct it.',
  },
  'cache-shared': {
    severity: 'warning',
    finds: 'A cached operation whose callers are told apart by an authorizer or signature, and not by its cache keys.',
    because: 'What one caller was answered, the others are answered too.',
    fix: 'Add header.Authorization to the keys, unless everybody may see the same.',
  },
  'integration-type': {
    severity: 'error',
    finds: '`x-apikit.integration` of a type other than mock, http, http_proxy and aws.',
    because: 'The function answers every operation without an integration; a VPC link is not supported yet.',
    fix: 'Use type: mock, http, http_proxy or aws, or remove integration.',
  },
  'integration-stage-variable': {
    severity: 'error',
    finds: 'An integration that names a stage variable which a stage does not have.',
    because: 'API Gateway puts nothing in its place: requests go to another address, or fail with 500.',
    fix: 'Add it under variables in apikit.yaml, for every stage or for that one.',
  },
  'integration-uri': {
    severity: 'error',
    finds: 'An integration whose `uri` is missing or none that API Gateway calls.',
    because: 'API Gateway refuses it.',
    fix: 'Write https://host/path, or for aws the ARN arn:aws:apigateway:<region>:<service>:action/<Action>.',
  },
  'integration-credentials': {
    severity: 'error',
    finds: 'An integration whose `credentials` are no ARN of a role, or are missing where a service is called.',
    because: 'API Gateway calls services with a role only, and secrets have no place in a contract.',
    fix: 'Write the ARN of a role that API Gateway may assume, e.g. arn:aws:iam::111122223333:role/name.',
  },
  'integration-mapping': {
    severity: 'error',
    finds: 'A parameter mapping of an integration that API Gateway refuses.',
    because: 'PutRestApi answers "Invalid mapping expression specified".',
    fix: 'Map integration.request.header.X to method.request.header.X or to a text in single quotes.',
  },
  'integration-template': {
    severity: 'error',
    finds: 'A mapping template that API Gateway refuses: above 300 KB, or under a name that is no media type.',
    because: 'It would be refused when it is deployed.',
    fix: 'Write it under its media type, e.g. application/json.',
  },
  'template-syntax': {
    severity: 'error',
    finds: 'A mapping template that is no Velocity, such as an `#if` without its `#end`.',
    because: 'It goes live, and each request that reaches it ends as a 500.',
    fix: 'Correct the template at the line that is named.',
  },
  'selection-pattern': {
    severity: 'error',
    finds: "A name under an integration's `responses` that is no regular expression.",
    because: 'It can choose no answer: requests that reach it end as a 500.',
    fix: 'Write a pattern such as 4\\d{2}, or default for all others.',
  },
  'integration-responses': {
    severity: 'error',
    finds: 'An integration of type http or aws without `responses`, or one whose status is none.',
    because: 'Every answer of the backend would be a 500.',
    fix: 'Add responses: { default: { statusCode: 200 } }.',
  },
  'integration-not-local': {
    severity: 'warning',
    finds: 'An integration that AWS has and the embedded cloud does not.',
    because: 'The stage local, `apikit dev` among them, refuses to deploy it.',
    fix: 'Try it in a stage of AWS.',
  },
});
