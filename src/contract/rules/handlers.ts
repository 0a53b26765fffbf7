/** Rules of what answers the operations: functions in `src/operations/`, CRUD verbs on tables. */
import { rules } from './rule.ts';

export const HANDLER_RULES = rules({
  'operation-unanswered': {
    severity: 'error',
    finds: 'An operation that is no CRUD verb on a table and has no function in `src/operations/`.',
    because: 'Every request for it would be a 404.',
    fix: 'Run `apikit add operation getReport`, with its operationId in place of getReport.',
  },
  'operation-file-twice': {
    severity: 'error',
    finds:
      'Two operations whose functions would be in one file, such as `users.list` and `users_list`, or `getUser` and `getuser`.',
    because: 'One function would answer both, or one would be lost where file names do not tell capital letters apart.',
    fix: 'Rename one of them.',
  },
  'operation-key': {
    severity: 'error',
    finds: 'A CRUD operation whose path does not have exactly the key of its table.',
    because: 'Nothing says which item is meant.',
    fix: "Write the key's attributes into the path, or give the operation a function of its own.",
  },
  'operation-filter': {
    severity: 'error',
    finds: 'A query parameter of a list for which its table has no index.',
    because: 'Filtering would read the whole table.',
    fix: 'Add an index to the table in apikit.yaml, or remove the parameter.',
  },
  'integration-own-function': {
    severity: 'error',
    finds: 'An integration of type `aws` whose uri names the function of the stage itself.',
    because:
      'A release calls a version of the function, and only that one may be called: each such request would be a 500.',
    fix: 'Leave the integration out: then the function answers. Or name a function of another app in the uri.',
  },
  'operation-leftover': {
    severity: 'warning',
    finds: 'A file in `src/operations/` that no operation of the contract leads to.',
    because: 'It is never called.',
    fix: 'Name it after an operationId, or move it elsewhere.',
  },
});
