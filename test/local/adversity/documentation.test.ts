/** docs/adversity.md lists the figures of the code, and no others. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { LATENCIES } from '../../../src/local/adversity/latencies.ts';
import { QUOTAS } from '../../../src/local/adversity/quotas.ts';
import { STATE_DELAYS } from '../../../src/local/cloud/state-delays.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/adversity.md'), 'utf8');

/** Returns the cells of the rows of the table whose heading begins with `heading`. */
function rowsOf(heading: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading}`));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const cells = (line: string) => line.split('|').slice(1, -1);
  return lines.slice(start + 2, end).map((line) => cells(line).map((cell) => cell.trim()));
}

it('lists every state delay, with its source', () => {
  const listed = rowsOf('After').map(([after, , figure, source]) => [/\(`(\w+)`\)/.exec(after!)?.[1], figure, source]);
  const kinds = Object.entries(STATE_DELAYS);
  expect(listed.map(([kind, figure]) => [kind, figure])).toEqual(
    kinds.map(([kind, { value }]) => [kind, `${value} s`]),
  );
  for (const [index, [, { source }]] of kinds.entries()) {
    const cited = /docs\/(aws\/[\w-]+\.md)/.exec(source)?.[1] ?? '';
    expect(listed[index]![2]).toContain(cited);
    expect(listed[index]![2]!.split(/[; ]/)[0]).toBe(source.split(/[; ]/)[0]);
  }
});

it('lists every latency', () => {
  const used = Object.entries(LATENCIES).map(([service, { read, write, operations = {} }]) => [
    service,
    String(read),
    String(write),
    Object.entries(operations)
      .map(([name, milliseconds]) => `${name} ${milliseconds}`)
      .join(', '),
  ]);
  expect(rowsOf('Service    | Read')).toEqual(used);
});

it('lists every call rate', () => {
  const listed = rowsOf('Service    | Calls').map(([service, calls, rate, atOnce]) => {
    const [count, seconds = '1'] = rate!.replace(/ ?s$/, '').split('/');
    return { service, calls: calls!, perSecond: Number(count) / Number(seconds || 1), atOnce: Number(atOnce) };
  });
  for (const [service, quotas] of Object.entries(QUOTAS)) {
    for (const { operations = [], applies, perSecond, burst } of quotas) {
      const row = listed.find(
        (entry) =>
          entry.service === service &&
          entry.atOnce === burst &&
          Math.abs(entry.perSecond - perSecond) < 1e-9 &&
          operations.every((name) => entry.calls.includes(name.replace('*', '\\*'))),
      );
      expect(row, `${service} ${operations.join()} ${applies ? 'by request' : ''}`).toBeDefined();
    }
  }
  const rates = (service: string) => QUOTAS[service]!.map(({ perSecond, burst }) => `${perSecond.toFixed(6)} ${burst}`);
  for (const { service, perSecond, atOnce, calls } of listed)
    expect(rates(service!), calls).toContain(`${perSecond.toFixed(6)} ${atOnce}`);
});
