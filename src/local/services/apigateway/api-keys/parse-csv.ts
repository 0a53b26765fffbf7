/**
 * Comma-separated values with double quotes (RFC 4180) or single quotes, as in the API key file
 * (docs/aws/usage-plans.md).
 */

/** Returns rows of fields; empty lines are skipped. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  /** The quotation mark at the start of the field. */
  let quote: string | undefined;
  const endField = () => {
    row.push(field.trim());
    field = '';
  };
  const endRow = () => {
    endField();
    if (row.some((value) => value !== '')) rows.push(row);
    row = [];
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote !== undefined) {
      if (character !== quote) field += character;
      else if (text[index + 1] === quote) {
        field += quote;
        index += 1;
      } else quote = undefined;
    } else if ((character === '"' || character === "'") && field.trim() === '') quote = character;
    else if (character === ',') endField();
    else if (character === '\n') endRow();
    else if (character !== '\r') field += character;
  }
  endRow();
  return rows;
}
