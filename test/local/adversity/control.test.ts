/** `/_apikit/adversity` exists only if it was requested. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { startAdverseCloud } from './adverse-cloud.ts';

describe('the control endpoint', () => {
  it('does not exist in an ordinary cloud', async () => {
    const cloud = await startTestCloud();
    onTestFinished(() => cloud.close());
    expect(cloud.adversity).toBeUndefined();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const headers = { 'x-apikit-control': 'test' };
      const response = await fetch(`${cloud.endpoint}/_apikit/adversity`, { method, headers });
      expect(response.status).toBe(404);
    }
  });

  it('does not respond without the control header, which no web page can send', async () => {
    const { control } = await startAdverseCloud();
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await control(method, undefined, {})).status).toBe(404);
  });

  it('does nothing until rules are set, and returns the rules with their effects', async () => {
    const { control, dynamodb } = await startAdverseCloud();
    await dynamodb.send(new ListTablesCommand({}));
    const put = await control('PUT', { rules: [{ operation: 'ListTables', fault: { status: 500 } }], quotas: true });
    expect(put.status).toBe(200);
    await expect(dynamodb.send(new ListTablesCommand({}))).rejects.toThrow();
    expect(await (await control('GET')).json()).toMatchObject({
      settings: { quotas: true, factor: 0, latency: true },
      rules: [{ operation: 'ListTables', fault: { status: 500 }, seen: 1, fired: 1 }],
      calls: {
        count: 2,
        last: [
          { n: 1, service: 'dynamodb', operation: 'ListTables', region: 'eu-west-1', caller: 'AKIATEST', status: 200 },
          { n: 2, service: 'dynamodb', operation: 'ListTables', status: 500, fault: { status: 500 } },
        ],
      },
      hanging: 0,
    });
  });

  it('DELETE restores the state at the start of the cloud', async () => {
    const { control, dynamodb } = await startAdverseCloud({ quotas: true });
    await control('PUT', { rules: [{ fault: 'dropRequest' }], quotas: false, factor: 2 });
    const state = await (await control('DELETE')).json();
    expect(state).toEqual({
      settings: { quotas: true, factor: 0, latency: true },
      rules: [],
      calls: { count: 0, last: [] },
      hanging: 0,
    });
    await dynamodb.send(new ListTablesCommand({}));
  });

  it('is reset with the cloud', async () => {
    const { control, dynamodb, endpoint } = await startAdverseCloud({ rules: [{ fault: 'dropRequest' }] });
    await fetch(`${endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } });
    expect(await (await control('GET')).json()).toMatchObject({ rules: [], calls: { count: 0 } });
    await dynamodb.send(new ListTablesCommand({}));
  });

  it.each([
    [{ rules: [{ operation: 'X' }] }, 'rules[0].fault must be an object.'],
    [{ rules: [{ fault: 'explode' }] }, 'rules[0].fault must be one of'],
    [{ rules: [{ fault: { error: { code: 'X' } } }] }, 'rules[0].fault.error needs a code and a message.'],
    [{ rules: [{ fault: { status: 99 } }] }, 'rules[0].fault.status must be a whole number of 200 or more, up to 599.'],
    [{ rules: [{ nth: 0, fault: 'hang' }] }, 'rules[0].nth must be a whole number of 1 or more.'],
    [{ rules: [{ opration: 'X', fault: 'hang' }] }, 'rules[0].opration is not a known member'],
    [{ rules: {} }, 'rules must be a list.'],
    [{ factor: -1 }, 'factor must be a number of 0 or more.'],
    [{ quota: true }, 'quota is not a known member'],
  ])('rejects %j, and changes nothing', async (body, message) => {
    const { adversity, control } = await startAdverseCloud({ rules: [{ fault: 'throttle' }] });
    const before = adversity.state();
    const response = await control('PUT', body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(message);
    expect(adversity.state()).toEqual(before);
  });
});
