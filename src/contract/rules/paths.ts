/** Rules of paths: what API Gateway refuses of them (docs/aws/import.md). */
import { rules } from './rule.ts';

export const PATH_RULES = rules({
  'path-slash': {
    severity: 'error',
    finds: 'A path that does not begin with a slash.',
    because: 'API Gateway refuses it.',
    fix: 'Begin it with a slash.',
  },
  'path-reserved': {
    severity: 'error',
    finds: 'The paths `/ping` and `/sping`.',
    because: 'API Gateway keeps them for its own health checks; requests never reach the API.',
    fix: 'Use another path, e.g. /health.',
  },
  'path-characters': {
    severity: 'error',
    finds: 'A segment of a path with other characters than letters, digits and `_ - . , :`.',
    because: 'API Gateway refuses it.',
    fix: 'Use {name} alone, or letters, digits and _ - . , :',
  },
  'path-partial-parameter': {
    severity: 'error',
    finds: 'A segment that mixes a parameter with text, e.g. `/x-{id}` or `/{a}.{b}`.',
    because: 'A parameter of API Gateway is a whole segment.',
    fix: 'Use {name} alone, or letters, digits and _ - . , :',
  },
  'path-empty-segment': {
    severity: 'error',
    finds: 'Two slashes in a row, or one at the end.',
    because: 'API Gateway has no resource without a name.',
    fix: 'Remove one of the slashes.',
  },
  'path-greedy-inside': {
    severity: 'error',
    finds: 'A greedy parameter, `{proxy+}`, that is not the last segment.',
    because: 'It takes all that follows, so nothing can follow it.',
    fix: 'Move it to the end.',
  },
  'path-parameter-twice': {
    severity: 'error',
    finds: 'A path with one parameter twice.',
    because: 'One of the two values would be lost.',
    fix: 'Rename one of them.',
  },
  'path-siblings': {
    severity: 'error',
    finds: 'Two parameters of different names at the same place, e.g. `/a/{id}` and `/a/{name}/b`.',
    because: 'A resource of API Gateway has one variable child.',
    fix: 'Use one name in both.',
    mended: true,
  },
  'path-item': {
    severity: 'error',
    finds: 'A path that is no map, or has a key that is no method.',
    because: 'An operation that is misspelt would not be there.',
    fix: 'Remove it.',
  },
  'path-trace': {
    severity: 'error',
    finds: 'An operation `trace`.',
    because: 'API Gateway has no TRACE.',
    fix: 'Remove the operation.',
  },
  'resource-quota': {
    severity: 'warning',
    finds: 'Paths that make more than 300 resources, the intermediate ones and the root counted.',
    because: 'AWS allows 300 for an API unless the quota is raised.',
    fix: 'Have the quota raised, or use {proxy+}.',
  },
});
