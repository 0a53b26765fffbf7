/** Responses by the model of an operation: what the model does not have is a defect, and errors have its statuses. */
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/local/cloud/aws-error.ts';
import type { OperationContext } from '../../../src/local/cloud/operation.ts';
import type { OperationModel } from '../../../src/local/cloud/operation-model.ts';
import { answerJson } from '../../../src/local/protocols/json-rpc.ts';
import { withErrorsOf } from '../../../src/local/protocols/model-errors.ts';
import { answerQuery } from '../../../src/local/protocols/query.ts';

const MODEL: OperationModel = {
  input: 'Unit',
  output: 'Response',
  constraintError: 'ValidationError',
  errors: { Missing: { status: 404, queryCode: 'NotThere' }, Broken: { status: 500 } },
  shapes: {
    Unit: { type: 'structure', members: {} },
    Response: { type: 'structure', members: { Name: 'string', At: 'timestamp', Parts: 'Parts' } },
    Parts: { type: 'list', item: 'Part' },
    Part: { type: 'structure', members: { Size: 'integer' } },
  },
};

const context = (body: string) =>
  ({ requestId: 'r', http: { body: Buffer.from(body), headers: {} } }) as OperationContext;
const operation = (output: unknown) => ({ name: 'Get', model: async () => MODEL, run: () => output });

const inJson = (output: unknown) => answerJson(operation(output), '1.1', context('{}'));
const inQuery = (output: unknown) => answerQuery(operation(output), new URLSearchParams(), 'x', context(''));

describe.each([
  ['JSON', inJson],
  ['Query', inQuery],
])('a response in %s', (_, answer) => {
  it.each([
    [
      'an unknown member',
      { Parts: [{ Size: 1, Colour: 'red' }] },
      'Parts[].Colour of the response is not in the model',
    ],
    ['a number as text', { Parts: [{ Size: '1' }] }, 'Parts[].Size of the response is'],
    ['seconds in place of a time', { At: 1 }, 'At of the response is 1, and not a timestamp'],
    ['null', { Name: null }, 'Name of the response is null, and not a string'],
  ])('with %s is an internal failure that names the member', async (_name, output, message) => {
    const { status, body } = await answer(output);
    expect(status).toBe(500);
    expect(String(body)).toContain(message);
  });

  it('leaves out members that are undefined', async () => {
    const { status, body } = await answer({ Name: undefined, Parts: [{ Size: undefined }] });
    expect(status).toBe(200);
    expect(String(body)).not.toMatch(/Name|Size/);
  });
});

describe('an error', () => {
  const thrown = async (error: Error) =>
    withErrorsOf(
      async () => MODEL,
      () => {
        throw error;
      },
    )({}, context('')) as Promise<unknown>;

  it('has the status of the model, and its name in Query for newer clients', async () => {
    await expect(thrown(new AwsError('Missing', 'x'))).rejects.toMatchObject({
      status: 404,
      headers: { 'x-amzn-query-error': 'NotThere;Sender' },
    });
    await expect(thrown(new AwsError('Broken', 'x'))).rejects.toMatchObject({ status: 500, headers: {} });
  });

  it('keeps a status of its own', async () => {
    await expect(thrown(new AwsError('Missing', 'x', { status: 403 }))).rejects.toMatchObject({ status: 403 });
    await expect(thrown(new AwsError('Other', 'x'))).rejects.toMatchObject({ status: 400 });
  });
});
