import { describe, expect, it } from 'vitest';
import { chart, type Picture } from '../../src/metrics-picture/chart.ts';
import { page } from '../../src/metrics-picture/page.ts';
import { png } from '../../src/metrics-picture/png.ts';

const PICTURE: Picture = {
  title: 'shop/prod',
  subtitle: 'an hour',
  from: Date.UTC(2026, 10, 29, 11),
  step: 60_000,
  panels: [
    {
      title: 'Requests',
      unit: 'count',
      lines: [
        { label: 'all', color: '#2563eb', values: [1, 2, undefined, 4, undefined, 12_000] },
        { label: '5XX', color: '#dc2626', values: [0, 0, undefined, 1, undefined, 0] },
      ],
    },
    { title: 'Latency', unit: 'ms', lines: [{ label: 'p95', color: '#059669', values: [undefined, undefined] }] },
  ],
};

/** Returns width and height from the header. */
function sizeOf(bytes: Uint8Array): [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('a chart', () => {
  const svg = chart(PICTURE);

  it('has its titles, its lines and its axes, and marks missing data', () => {
    for (const text of ['shop/prod', 'an hour', 'Requests', 'Latency', 'all', '5XX', 'p95', 'no data', '15k'])
      expect(svg).toContain(`>${text}</text>`);
    expect(svg).toMatch(/<path d="M[^"]+" fill="none"[^>]*stroke="#2563eb"/);
  });

  it('breaks a line at a missing value, and shows a single value', () => {
    const line = /<path d="([^"]+)" fill="none"[^>]*stroke="#2563eb"/.exec(svg)![1]!;
    expect(line.match(/M/g)!.length).toBeGreaterThan(1);
  });

  it('is a PNG of twice its size, with text that needs no font of the machine', async () => {
    const bytes = await png(svg);
    expect(Buffer.from(bytes.subarray(1, 4)).toString()).toBe('PNG');
    expect(sizeOf(bytes)).toEqual([2_000, 2 * (76 + 2 * 220)]);
    const words = (text: string) =>
      png(
        `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="9" y="30" font-family="Inter">${text}</text></svg>`,
      );
    expect((await words('1,204 ms')).length).toBeGreaterThan((await words('')).length + 500);
  });
});

it('a page contains everything, has no scripts, loads nothing and escapes names', () => {
  const html = page({
    title: '<b>shop</b>',
    svg: chart(PICTURE),
    table: { head: ['', 'total'], rows: [['"items" & more', '3']] },
    foot: 'by apikit',
  });
  expect(html).not.toMatch(/<script|<link|<img|src=|@import/);
  expect(html.replaceAll(/xmlns(:xlink)?="[^"]+"/g, '')).not.toMatch(/https?:/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('<title>&#60;b&#62;shop&#60;/b&#62;</title>');
  expect(html).toContain('<td>&#34;items&#34; &#38; more</td><td>3</td>');
});
