/** An HTML page that contains everything it shows: it has no script and loads nothing. Pure. */

export interface PageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Page {
  readonly title: string;
  readonly svg: string;
  readonly table: PageTable;
  readonly foot: string;
}

const STYLE = `
body { margin: 0 auto; max-width: 1000px; padding: 16px; font: 14px/1.5 Inter, system-ui, sans-serif; color: #1f2937; background: #fff }
svg { width: 100%; height: auto; display: block }
table { border-collapse: collapse; margin: 24px; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: 3px 24px 3px 0; border-bottom: 1px solid #f0f1f3 }
th { color: #6b7280; font-weight: normal }
td + td, th + th { text-align: right }
footer { margin: 24px; color: #6b7280; font-size: 12px }
`;

export function page({ title, svg, table, foot }: Page): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${svg}
<table>
<thead>${row(table.head, 'th')}</thead>
<tbody>
${table.rows.map((cells) => row(cells, 'td')).join('\n')}
</tbody>
</table>
</main>
<footer>${escaped(foot)}</footer>
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
