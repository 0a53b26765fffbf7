/** Rules about the code of operations: functions in `src/operations/`, CRUD verbs on tables. */
import { rules } from './rule.ts';

export const HANDLER_RULES = rules({
  'operation-unanswered': {
    severity: 'error',
    finds: 'An operation that is not a CRUD verb on a table and has no function in `src/operations/`.',
    because: 'Every request to it would get a 404.',
    fix: 'Run `apikit add operation getReport`, with its operationId in place of getReport.',
  },
  'operation-file-twice': {
    severity: 'error',
    finds:
      'Two operations whose functions would be in one file, such as `users.list` and `users_list`, or `getUser` and `getuser`.',
    because: 'One function would serve both, or one file would overwrite the other on a file system that ignores case.',
    fix: 'Rename one of them.',
  },
  'operation-key': {
    severity: 'error',
    finds: 'A CRUD operation whose path does not contain exactly the key of its table.',
    because: 'The path does not identify one item.',
    fix: "Write the key's attributes into the path, or give the operation its own function.",
  },
  'operation-filter': {
    severity: 'error',
    finds: 'A query parameter of a list operation without an index of the table.',
    because: 'Each filtered request would read the whole table.',
    fix: 'Add an index to the table in apikit.yaml, or remove the parameter.',
  },
  'integration-own-function': {
    severity: 'error',
    finds: 'An integration of type `aws` whose uri names the function of the stage itself.',
    because:
      'A release calls a version of the function, and only that version has the permission: each such request would get a 500.',
    fix: 'Remove the integration, so that the function answers, or name a function of another app in the uri.',
  },
  'access-too-wide': {
    severity: 'error',
    finds:
      'With `access` in apikit.yaml: an operation without a Lambda authorizer or IAM whose path, with its variables, also matches requests to an operation that has one.',
    because:
      'The resource policy must allow the open operation, and a variable in it matches slashes, too. An Allow of the policy lets signed callers of the account, and callers that a Lambda authorizer does not mention, call the other operation.',
    fix: 'Give the two operations paths that do not overlap, or the same authorizer.',
  },
  'front-door-unsupported': {
    severity: 'error',
    finds:
      'With `api: http` or `api: url` in apikit.yaml: an operation with an API key, an authorizer, `x-apikit.integration` or `cache`. With `url` also: `throttle` or `timeout`, and public operations beside signed ones.',
    because:
      'An HTTP API has only a part of what a REST API has, and a function URL has one auth type for all requests: the setting would have no effect.',
    fix: 'Use `api: rest` for this stage, or remove the setting from the operation.',
  },
  'operation-leftover': {
    severity: 'warning',
    finds: 'A file in `src/operations/` that belongs to no operation of the contract.',
    because: 'API Gateway never calls it.',
    fix: 'Name it after an operationId, or move it to another folder.',
  },
});
