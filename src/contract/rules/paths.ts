/** Rules about paths: what API Gateway rejects (docs/aws/import.md). */
import { rules } from './rule.ts';

export const PATH_RULES = rules({
  'path-slash': {
    severity: 'error',
    finds: 'A path that does not begin with a slash.',
    because: 'API Gateway rejects it.',
    fix: 'Begin it with a slash.',
  },
  'path-reserved': {
    severity: 'error',
    finds: 'The paths `/ping` and `/sping`.',
    because: 'API Gateway reserves them for its own health checks; requests never reach the API.',
    fix: 'Use another path, e.g. /health.',
  },
  'path-characters': {
    severity: 'error',
    finds: 'A segment of a path with characters other than letters, digits and `_ - . , :`.',
    because: 'API Gateway rejects it.',
    fix: 'Use {name} alone, or letters, digits and _ - . , :',
  },
  'path-partial-parameter': {
    severity: 'error',
    finds: 'A segment that mixes a parameter with text, e.g. `/x-{id}` or `/{a}.{b}`.',
    because: 'In API Gateway a parameter is a whole segment.',
    fix: 'Use {name} alone, or letters, digits and _ - . , :',
  },
  'path-empty-segment': {
    severity: 'error',
    finds: 'Two slashes in a row, or one at the end.',
    because: 'In API Gateway a resource needs a name.',
    fix: 'Remove one of the slashes.',
  },
  'path-greedy-inside': {
    severity: 'error',
    finds: 'A greedy parameter, `{proxy+}`, that is not the last segment.',
    because: 'It matches the rest of the path, so nothing can follow it.',
    fix: 'Move it to the end.',
  },
  'path-parameter-twice': {
    severity: 'error',
    finds: 'A path with the same parameter twice.',
    because: 'One of the two values would be lost.',
    fix: 'Rename one of them.',
  },
  'path-siblings': {
    severity: 'error',
    finds: 'Two parameters of different names at the same place, e.g. `/a/{id}` and `/a/{name}/b`.',
    because: 'In API Gateway a resource has at most one variable child.',
    fix: 'Use the same name in both.',
    mended: true,
  },
  'path-item': {
    severity: 'error',
    finds: 'A path that is not a map, or that has a key that is not a method.',
    because: 'A misspelt operation would be missing from the API.',
    fix: 'Remove it.',
  },
  'path-trace': {
    severity: 'error',
    finds: 'An operation `trace`.',
    because: 'API Gateway does not support TRACE.',
    fix: 'Remove the operation.',
  },
  'resource-quota': {
    severity: 'warning',
    finds: 'Paths that need more than 300 resources, including the intermediate ones and the root.',
    because: 'An API may have 300 resources, unless AWS raises the quota.',
    fix: 'Ask AWS to raise the quota, or use {proxy+}.',
  },
});
