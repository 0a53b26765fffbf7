/**
 * Renders an SVG as a PNG with resvg, compiled to WebAssembly, so that the result is the same on every machine
 * (docs/adr/0021-pictures.md).
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { packageRoot } from '../files/package-root.ts';

/** The pixels for one pixel of the SVG, so that the picture is sharp on screens of high resolution. */
const SCALE = 2;

let ready: Promise<void> | undefined;

export async function png(svg: string): Promise<Uint8Array> {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  ready ??= readFile(wasm).then((bytes) => initWasm(bytes));
  await ready;
  const font = await readFile(join(packageRoot, 'src', 'metrics-picture', 'font', 'inter-latin-400.woff2'));
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontBuffers: [font], defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  });
  const image = drawing.render();
  const bytes = image.asPng();
  image.free();
  drawing.free();
  return bytes;
}
