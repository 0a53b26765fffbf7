/** `metrics --html` and `--png`: one page, or one picture, of the metrics. */
import { resolve } from 'node:path';
import { replaceFile } from '../../../files/replace-file.ts';
import { version } from '../../../files/version.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import { duration, number, type ShownMetrics } from '../../../ui/metrics-text.ts';
import { picture } from './metrics-panels.ts';

export const PICTURE_OPTIONS = [
  { flags: '--html <file>', description: 'write one self-contained HTML page' },
  { flags: '--png <file>', description: 'write one picture' },
] as const satisfies readonly Option[];

/** The file names as they were given. */
export interface PictureFiles {
  readonly html?: string;
  readonly png?: string;
}

export function pictureFiles({ html, png }: FlagsOf<(typeof PICTURE_OPTIONS)[number]>): PictureFiles {
  return { ...(html !== undefined && { html }), ...(png !== undefined && { png }) };
}

/** Writes the requested files and replaces existing ones. Returns the names of the written files. */
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
    const foot = `From CloudWatch by apikit ${version()}. A gap means that CloudWatch has no data for that time.`;
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
    // The label of a table's metric begins with the table. The label of an operation's metric does not name the
    // operation.
    const name = of === undefined || label.startsWith(of) ? label : `${of}: ${label}`;
    return [name, unit === 'ms' || id === 'concurrency' ? '' : text(total), text(most)];
  });
  return { head: ['', 'total', 'most in a period'], rows };
}
