/** Texts of a project that CloudFormation would replace by values of the account. */
import { expect, it } from 'vitest';
import { refuseReplaced } from '../../../src/stage/leaving/refuse-replaced.ts';

const REFERENCE = '{{resolve:secretsmanager:prod/db:SecretString:password}}';
const PLACE = '/a of the API: ';

/** Tries to export a stage with this definition, and with these properties of its function. */
const leave =
  (definition: Record<string, unknown>, properties: Record<string, unknown> = {}) =>
  () =>
    refuseReplaced({
      parts: [
        { logicalId: 'Api', type: 'AWS::ApiGateway::RestApi', properties: { Body: definition }, identifier: {} },
        { logicalId: 'Function', type: 'AWS::Lambda::Function', properties, identifier: {} },
      ],
      left: [],
      secrets: [],
      code: new Map(),
      definition,
    });

it.each([
  ['a value', { a: REFERENCE }, `${PLACE}${REFERENCE}`],
  ['a part of a text', { a: `see ${REFERENCE}!` }, `${PLACE}${REFERENCE}`],
  ['an item of a list', { a: [1, REFERENCE] }, `/a/1 of the API: ${REFERENCE}`],
  ['a key', { a: { [REFERENCE]: {} } }, `of the API: ${REFERENCE}`],
  ['a function', { a: { 'Fn::ImportValue': 'x' } }, `${PLACE}Fn::ImportValue`],
  ['a function beside other keys', { a: { b: 1, 'Fn::Transform': {} } }, `${PLACE}Fn::Transform`],
  ['a reference to a parameter', { a: { Ref: 'FunctionDatabaseUrl' } }, `${PLACE}Ref`],
  ["a mark of the export's own", { a: { $secret: 'FunctionDatabaseUrl' } }, `${PLACE}$secret`],
  ['a mark of code', { a: { $object: 'x.zip' } }, `${PLACE}$object`],
])('%s in the definition is refused with its place', (_what, definition, message) => {
  expect(leave(definition)).toThrow(message);
});

it.each([
  ['a variable', { Environment: { Variables: { A: REFERENCE } } }, '/Environment/Variables/A of Function'],
  ['a tag', { Tags: [{ Key: 'a', Value: REFERENCE }] }, '/Tags/0/Value of Function'],
  ['a description', { Description: REFERENCE }, '/Description of Function'],
])('%s of another resource is refused with its place', (_what, properties, message) => {
  expect(leave({}, properties)).toThrow(message);
});

it('ordinary texts, secrets and code are exported', () => {
  const definition = { properties: { Ref: {}, other: {} }, a: '{{name}} resolve: $secret', b: { $ref: '#/c' } };
  const properties = {
    Code: { $object: 'a.zip' },
    Environment: { Variables: { A: { $secret: 'P', description: '' } } },
  };
  expect(leave(definition, properties)).not.toThrow();
});
