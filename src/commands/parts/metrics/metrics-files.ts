/** `metrics --html` and `--png`: one page, or one picture, of what was measured. */
import { resolve } from 'node:path';
import type { Flags } from '../../../context.ts';
import { replaceFile } from '../../../files/replace-file.ts';
import { version } from '../../../files/version.ts';
import { duration, number, type ShownMetrics } from '../../../ui/metrics-text.ts';
import type { Option } from '../command.ts';
import { picture } from './metrics-panels.ts';

export const PICTURE_OPTIONS: readonly Option[] = [
  { flags: '--html <file>', description: 'write one page that holds everything it shows' },
  { flags: '--png <file>', description: 'write one picture' },
];

/** As they were given. */
export interface PictureFiles {
  readonly html?: string;
  readonly png?: string;
}

export function pictureFiles({ html, png }: Flags): PictureFiles {
  return { ...(typeof html === 'string' && { html }), ...(typeof png === 'string' && { png }) };
}

/** Writes what was asked for; what was there of these names is replaced. Gives the names of what was written. */
export async function writePictures(
  { html, png: image }: PictureFiles,
  shown: ShownMetrics,
  compares: boolean,
  cwd: string,
): Promise<string[]> {
  if (html === undefined && image === undefined) return [];
  const { chart } = await import('../../../metrics-picture/chart.ts');
  const drawn = picture(shown, compares);
  const svg = chart(drawn);
  if (html !== undefined) {
    const { page } = await import('../../../metrics-picture/page.ts');
    const foot = `From CloudWatch by apikit ${version()}. A gap is a time of which CloudWatch has nothing.`;
    await replaceFile(resolve(cwd, html), page({ title: drawn.title, svg, table: figures(shown), foot }));
  }
  if (image !== undefined) {
    const { png } = await import('../../../metrics-picture/png.ts');
    await replaceFile(resolve(cwd, image), await png(svg));
  }
  return [html, image].filter((file) => file !== undefined);
}

function figures({ metrics }: ShownMetrics) {
  const rows = metrics.map(({ of, id, label, unit, total, most }) => {
    const text = (value: number | undefined) =>
      unit === 'ms' && value !== undefined ? duration(value) : number(value);
    // The label of a table's metric begins with the table; that of an operation's does not name it.
    const name = of === undefined || label.startsWith(of) ? label : `${of}: ${label}`;
    return [name, unit === 'ms' || id === 'concurrency' ? '' : text(total), text(most)];
  });
  return { head: ['', 'total', 'most in a period'], rows };
}
