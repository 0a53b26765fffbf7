import { expect, test } from 'vitest';
import { checkMembers, type Member, refuseMembers } from '../../../src/local/cloud/constraints.ts';

const check = (...members: Member[]) => checkMembers('ValidationException', members);

test.each<[string, Member, string]>([
  [
    'a missing member',
    ['name', undefined, { required: true }],
    "Value null at 'name' failed to satisfy constraint: Member must not be null",
  ],
  [
    'too short a text',
    ['name', '', { minLength: 1 }],
    "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'too long a list',
    ['tags', [1, 2], { maxLength: 1 }],
    "Value '[1,2]' at 'tags' failed to satisfy constraint: Member must have length less than or equal to 1",
  ],
  [
    'too big a number',
    ['limit', 51, { max: 50 }],
    "Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  ],
  [
    'a number as text',
    ['limit', '51', { max: 50 }],
    "Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  ],
  [
    'another pattern',
    ['name', 'a b', { pattern: '[a-z]+' }],
    "Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
  ],
  [
    'a value outside of the enum',
    ['state', 'no', { oneOf: ['OK', 'ALARM'] }],
    "Value 'no' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [OK, ALARM]",
  ],
])('%s', (_what, member, message) => {
  expect(() => check(member)).toThrow(`1 validation error detected: ${message}`);
});

test('all violations are named at once, at most ten', () => {
  const members = Array.from({ length: 12 }, (_, index): Member => [`m${index}`, undefined, { required: true }]);
  expect(() => check(...members)).toThrow(/^12 validation errors detected: Value null at 'm0'.*'m9' [^;]*$/);
});

test('a missing optional member violates nothing', () => {
  check(['name', undefined, { minLength: 1, maxLength: 2, min: 1, max: 2, pattern: 'a', oneOf: ['a'] }]);
});

test('an unsupported member is rejected by name only if it asks for something', () => {
  refuseMembers('SNS Publish', { MessageStructure: undefined, unmask: false, list: [] }, [
    'MessageStructure',
    'unmask',
    'list',
  ]);
  expect(() => refuseMembers('SNS Publish', { MessageStructure: 'json' }, ['MessageStructure'])).toThrow(
    'SNS Publish with MessageStructure is not emulated',
  );
});

test.each([
  [['../x'], 'Start of list found where not expected'],
  [{ a: 1 }, 'Start of structure or map found where not expected'],
  [7, 'NUMBER_VALUE can not be converted to a String'],
  [true, 'TRUE_VALUE can not be converted to a String'],
])('%j in place of a name is always rejected', (value, message) => {
  const check = () => checkMembers('ValidationException', [['name', value, { pattern: '[^:]*' }]]);
  expect(check).toThrow(message);
});
