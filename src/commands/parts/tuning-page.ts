/** `tune --html`: one page with the curves and the figures. */
import { replaceFile } from '../../files/replace-file.ts';
import { version } from '../../files/version.ts';
import { duration } from '../../ui/metrics-text.ts';
import { price, type ShownTuning } from '../../ui/tuning-text.ts';

export async function writeTuningPage(file: string, shown: ShownTuning): Promise<void> {
  const [{ sizesChart }, { page }] = await Promise.all([
    import('../../metrics-picture/curve.ts'),
    import('../../metrics-picture/page.ts'),
  ]);
  const { app, stage, operations, calls, sizes, best } = shown;
  const title = `${app}/${stage}`;
  const svg = sizesChart({
    title,
    subtitle: `${calls} warm calls at each size: ${operations.join(', ')}. Best: ${best} MB`,
    sizes: sizes.map(({ memory }) => `${memory} MB`),
    times: [{ label: 'warm call', color: '#2563eb', values: sizes.map(({ warm }) => warm) }],
    price: { label: 'a million calls', color: '#d97706', values: sizes.map(({ usd }) => usd) },
  });
  const rows = sizes.map(({ memory, warm, cold, usd }) => [`${memory} MB`, duration(warm), duration(cold), price(usd)]);
  const table = { head: ['', 'warm call', 'cold call', 'a million calls'], rows };
  await replaceFile(file, page({ title, svg, table, foot: `Measured by apikit ${version()}.` }));
}
