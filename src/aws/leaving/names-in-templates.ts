/** The names of resources in templates, from their IDs in the stage. Pure. */

/** `table/line-items` → `TableLineItems`. CloudFormation allows letters and digits. */
export function logicalId(id: string, ...more: readonly string[]): string {
  return wordsOf([id, ...more])
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `table/line-items` → `table_line_items`. */
export function terraformName(id: string, ...more: readonly string[]): string {
  return wordsOf([id, ...more])
    .join('_')
    .toLowerCase();
}

function wordsOf(names: readonly string[]): string[] {
  return names.flatMap((name) => name.split(/[^A-Za-z0-9]+/)).filter((word) => word !== '');
}
