/** Rules about `x-apikit` in an operation: throttle, cache, timeout, integration, smoke. */
import { rules } from './rule.ts';

export const SETTINGS_RULES = rules({
  'settings-value': {
    severity: 'error',
    finds: 'A value below `x-apikit` with the wrong type or outside its range.',
    because: 'API Gateway would reject it, or it would be lost silently.',
    fix: 'Correct it; docs/contract.md describes every member.',
  },
  'cache-method': {
    severity: 'error',
    finds: '`x-apikit.cache` in an operation that is not a GET.',
    because: 'A cached response cannot replace a request that changes data.',
    fix: 'Remove it.',
  },
  'cache-key': {
    severity: 'error',
    finds: 'A cache key that the operation does not declare as a parameter.',
    because: 'API Gateway ignores such a key, so different requests would get the same response.',
    fix: 'Add it to parameters:, or correct the key.',
  },
  'cache-shared': {
    severity: 'warning',
    finds: 'A cached operation whose callers differ by an authorizer or signature, but not by its cache keys.',
    because: 'All callers get the response that was cached for one of them.',
    fix: 'Add header.Authorization to the keys, unless all callers may see the same response.',
  },
  'integration-type': {
    severity: 'error',
    finds:
      '`x-apikit.integration` of a type other than mock, http, http_proxy and aws, and without a target in the stage.',
    because: 'The function serves every operation without an integration.',
    fix: 'Use type: mock, http, http_proxy or aws, name a target such as a queue (docs/events.md), or remove integration.',
  },
  'integration-vpc-link': {
    severity: 'error',
    finds: '`vpcLink` of an integration that is no ID and no stage variable.',
    because: 'API Gateway would reject the definition, or fail for every request.',
    fix: 'Write the ID, or a stage variable with the ID under variables in apikit.yaml (docs/network.md).',
  },
  'integration-body': {
    severity: 'error',
    finds:
      'An operation that sends its body to something of the stage, but whose body is missing, optional or not JSON.',
    because: 'The body is what is sent, and API Gateway checks only a required JSON body against its schema.',
    fix: 'Add requestBody: with required: true and content application/json.',
  },
  'integration-group': {
    severity: 'error',
    finds: '`integration.group` that names a member which the body does not require.',
    because: 'SQS rejects a message to a FIFO queue without a group, so the request would get an error.',
    fix: 'Add the member to required: of the schema.',
  },
  'integration-answer': {
    severity: 'error',
    finds: 'An operation that sends its body to something of the stage, with a response that needs more than an `id`.',
    because: 'The client gets only the ID of the message or execution, so the response would not match the contract.',
    fix: 'Require only id in the schema of the response.',
  },
  'integration-queue': {
    severity: 'error',
    finds: 'An operation that sends to a queue which a stage does not have, or which does not fit.',
    because: 'The deploy would make an operation that fails for every request.',
    fix: 'Add the queue under queues in apikit.yaml, or correct the name.',
  },
  'integration-target': {
    severity: 'error',
    finds:
      'An operation that starts a state machine, publishes to a topic or sends to an event bus which a stage does not have.',
    because: 'The deploy would make an operation that fails for every request.',
    fix: 'Add it under stateMachines, topics or eventBuses in apikit.yaml, or correct the name.',
  },
  'integration-stage-variable': {
    severity: 'error',
    finds: 'An integration that names a stage variable which a stage does not have.',
    because: 'API Gateway uses an empty text instead: requests go to another address, or fail with 500.',
    fix: 'Add it under variables in apikit.yaml, for every stage or for that one.',
  },
  'integration-uri': {
    severity: 'error',
    finds: 'An integration whose `uri` is missing, or that API Gateway cannot call.',
    because: 'API Gateway rejects it.',
    fix: 'Write https://host/path, or for aws the ARN arn:aws:apigateway:<region>:<service>:action/<Action>.',
  },
  'integration-credentials': {
    severity: 'error',
    finds: 'An integration whose `credentials` are not the ARN of a role, or are missing although it calls a service.',
    because: 'API Gateway calls services only with a role, and a contract must not contain secrets.',
    fix: 'Write the ARN of a role that API Gateway may assume, e.g. arn:aws:iam::111122223333:role/name.',
  },
  'integration-mapping': {
    severity: 'error',
    finds: 'A parameter mapping of an integration that API Gateway rejects.',
    because: 'PutRestApi answers "Invalid mapping expression specified".',
    fix: 'Map integration.request.header.X to method.request.header.X or to a string in single quotes.',
  },
  'integration-template': {
    severity: 'error',
    finds: 'A mapping template that API Gateway rejects: above 300 KB, or under a name that is not a media type.',
    because: 'The deploy would fail.',
    fix: 'Write it under its media type, e.g. application/json.',
  },
  'template-syntax': {
    severity: 'error',
    finds: 'A mapping template that is not valid Velocity, such as an `#if` without its `#end`.',
    because: 'The deploy succeeds, but each request that uses the template gets a 500.',
    fix: 'Correct the template at this line.',
  },
  'selection-pattern': {
    severity: 'error',
    finds: "A name under an integration's `responses` that is not a valid regular expression.",
    because: 'It cannot match any response: requests that need it get a 500.',
    fix: 'Write a pattern such as 4\\d{2}, or default for all others.',
  },
  'integration-responses': {
    severity: 'error',
    finds: 'An integration of type http or aws without `responses`, or one with an invalid status.',
    because: 'Every response of the backend would become a 500.',
    fix: 'Add responses: { default: { statusCode: 200 } }.',
  },
  'integration-not-local': {
    severity: 'warning',
    finds: 'An integration that AWS supports and the embedded cloud does not.',
    because: 'The stage local, which `apikit dev` uses, refuses to deploy it.',
    fix: 'Try it in a stage on AWS.',
  },
});
