/** Every error of AWS that a concurrent change can cause is waited for, or has a reason (docs/aws/conflicts.md). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CONFLICTS, isConflict } from '../../../src/aws/sdk/conflicts.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'aws', 'conflicts.md'), 'utf8');
const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  [section in 'dependencies' | 'devDependencies']?: Record<string, string>;
};
const PACKAGES = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => /^@aws-sdk\/client-/.test(name));

/** Names of errors that time, or another try, may solve. */
const OF_CONFLICTS =
  /Conflict|Concurrent|InUse|Abort|Locked|Lock(Exception)?$|Stale|PriorRequest|TooManyUpdates|Deleting|DeletedRecently|UnavailableEntity|Unmodif|TagOperation|AssociatedItem|NotReady/;

const require = createRequire(import.meta.url);

it.each(PACKAGES)('docs/aws/conflicts.md names the errors of concurrent changes of %s', (name) => {
  const exported = require(name) as Record<string, unknown>;
  const errors = Object.entries(exported)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Error)
    .map(([error]) => error)
    .filter((error) => OF_CONFLICTS.test(error));
  expect(errors.filter((error) => !page.includes(`\`${error}\``))).toEqual([]);
});

it('docs/aws/conflicts.md names the errors that the clients wait for', () => {
  const codes = Object.values(CONFLICTS).flatMap(({ refusals }) => refusals.flatMap((refusal) => [...refusal.codes]));
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

it.each([
  ['the same code with another meaning', 'apiGateway', 'CreateStage', 'ConflictException', 'Stage already exists'],
  ['an alias that exists', 'lambda', 'CreateAlias', 'ResourceConflictException', 'Alias already exists: live'],
  ['a table that exists', 'dynamodb', 'CreateTable', 'ResourceInUseException', 'Table already exists: items'],
  ['a full quota', 'dynamodb', 'CreateTable', 'LimitExceededException', 'Subscriber limit exceeded: 2500 tables'],
  ['a full quota', 'dynamodb', 'RestoreTableToPointInTime', 'LimitExceededException', 'Limit exceeded: 2500 tables'],
] as const)('%s is no conflict that passes', (_what, service, operation, name, message) => {
  expect(isConflict(CONFLICTS[service], operation, Object.assign(new Error(message), { name }))).toBe(false);
});
