/** Overwrites existing items: later batches write what a batch leaves unprocessed, after a pause. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { overwriteItems } from '../../src/aws/items/write-items.ts';
import { credentials } from '../local/dynamodb/table.ts';

type Request = { PutRequest: { Item: { id: { S: string } } } };

/** A table that accepts this many items of each batch. */
async function busyTable(takes: number) {
  const stored: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { items } = (JSON.parse(body) as { RequestItems: { items: Request[] } }).RequestItems;
    stored.push(...items!.slice(0, takes).map(({ PutRequest }) => PutRequest.Item.id.S));
    const left = items!.slice(takes);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ UnprocessedItems: left.length > 0 ? { items: left } : {} }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  return { client, stored };
}

const ITEMS = Array.from({ length: 60 }, (_, at) => ({ id: { S: `item-${at}` } }));

function target() {
  const pauses: number[] = [];
  const clock = { now: () => 0, sleep: async (ms: number) => void pauses.push(ms) };
  return { pauses, to: { table: 'items', key: 'id', clock, signal: new AbortController().signal } };
}

it('all items are written, however small the batches are', async () => {
  const { client, stored } = await busyTable(7);
  const { pauses, to } = target();
  expect(await overwriteItems(client, to, ITEMS)).toEqual({ written: 60, same: 0, different: 0 });
  expect(stored.sort()).toEqual(ITEMS.map(({ id }) => id.S).sort());
  expect(pauses.length).toBeGreaterThanOrEqual(7);
});

it('a table that accepts no items is given up, with what to do', async () => {
  const { client } = await busyTable(0);
  const { pauses, to } = target();
  await expect(overwriteItems(client, to, ITEMS.slice(0, 1))).rejects.toMatchObject({
    code: 'GaveUp',
    hint: expect.stringContaining('--rate'),
  });
  expect(Math.max(...pauses)).toBe(10_000);
});
