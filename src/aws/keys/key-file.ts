/**
 * A file of API keys in the form of AWS's ImportApiKeys (docs/aws/usage-plans.md): reads it with all its faults, and
 * writes it again for the call. No message contains a value. Pure.
 */

import { hasControls, MAX_NAME } from './key-name.ts';

export interface KeyRow {
  /** The line of the file, counted from 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly description: string;
  readonly enabled: boolean;
  /** The IDs of usage plans. Empty if the file has none. */
  readonly planIds: readonly string[];
}

export interface FileFault {
  readonly line: number;
  readonly text: string;
}

export interface KeyFile {
  readonly rows: readonly KeyRow[];
  readonly faults: readonly FileFault[];
}

const MIN_VALUE = 20;
const MAX_VALUE = 128;
/** The most keys of an account and region. */
export const MOST_KEYS = 10_000;

export function readKeyFile(text: string): KeyFile {
  const [header, ...records] = recordsOf(text.replace(/^\ufeff/, ''));
  const columns = (header?.fields ?? []).map((column) => column.trim().toLowerCase());
  const missing = ['Name', 'Key'].filter((column) => !columns.includes(column.toLowerCase()));
  if (missing.length > 0) {
    const found = header
      ? `It begins with the columns ${columns.map((column) => JSON.stringify(column)).join(', ')}.`
      : 'It is empty.';
    const fault = `The first line must name the columns Name and Key; ${missing.join(' and ')} is missing.`;
    // A first line without column names may be a key, so it is not shown.
    return {
      rows: [],
      faults: [{ line: 1, text: columns.some((column) => column.length >= MIN_VALUE) ? fault : `${fault} ${found}` }],
    };
  }
  const faults: FileFault[] = [];
  const rows = records.map(({ line, fields, broken }): KeyRow => {
    const more = fields.length > columns.length && fields.slice(columns.length).some((field) => field.trim() !== '');
    if (broken !== undefined) faults.push({ line, text: broken });
    else if (more)
      faults.push({
        line,
        text: `It has ${fields.length} fields, and the first line names ${columns.length}. Put a field with a comma in double quotation marks.`,
      });
    const at = (column: string) => fields[columns.indexOf(column)]?.trim() ?? '';
    const enabled = at('enabled').toLowerCase();
    const row = {
      ...{ line, name: at('name'), value: at('key'), description: at('description') },
      enabled: enabled !== 'false',
      planIds: at('usageplanids')
        .split(',')
        .flatMap((id) => id.trim() || []),
    };
    // If the row has too many fields, it is not known which field is which.
    if (broken === undefined && !more) for (const text of faultsOf(row, enabled)) faults.push({ line, text });
    return row;
  });
  if (rows.length === 0) faults.push({ line: 1, text: 'The file has no keys.' });
  if (rows.length > MOST_KEYS)
    faults.push({ line: 1, text: `It has ${rows.length} keys, and an account has room for ${MOST_KEYS} in a region.` });
  return { rows, faults: [...faults, ...repeated(rows)] };
}

function faultsOf({ name, value }: KeyRow, enabled: string): string[] {
  const length = value.length;
  return [
    ...(name === '' ? ['The key has no name.'] : []),
    ...(hasControls(name) ? ['The name has control characters.'] : []),
    ...(name.length > MAX_NAME ? [`The name has ${name.length} characters, and AWS allows ${MAX_NAME}.`] : []),
    ...(length < MIN_VALUE || length > MAX_VALUE
      ? [`The value has ${length} characters, and AWS requires ${MIN_VALUE} to ${MAX_VALUE}.`]
      : []),
    ...(/^[\x21-\x7e]*$/.test(value) ? [] : ['The value has characters that an HTTP header cannot contain.']),
    ...(['', 'true', 'false'].includes(enabled) ? [] : ['Enabled is neither TRUE nor FALSE.']),
  ];
}

function repeated(rows: readonly KeyRow[]): FileFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, value }) => {
    const before = first.get(value);
    if (before === undefined) first.set(value, line);
    return before === undefined
      ? []
      : [{ line, text: `The value is that of line ${before}; a value belongs to one key.` }];
  });
}

/** Writes the form that ImportApiKeys accepts, with every field in quotation marks. */
export function csvOf(rows: readonly KeyRow[]): string {
  const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map(({ name, value, description, enabled, planIds }) =>
    [name, value, description, enabled ? 'TRUE' : 'FALSE', planIds.join(',')].map(field).join(','),
  );
  return `Name,Key,Description,Enabled,UsagePlanIds\n${lines.join('\n')}\n`;
}

interface Csv {
  line: number;
  fields: string[];
  /** Why the fields are not reliable. */
  broken?: string;
}

/** The only column in which AWS also accepts single quotation marks. In other columns they are apostrophes. */
const SINGLE_QUOTED = 'usageplanids';

/**
 * Comma-separated values with quotation marks (RFC 4180). Unlike there, no field continues in the next line: an
 * unclosed mark would take the keys below, with their values, into a description. Empty lines are left out.
 */
function recordsOf(text: string): Csv[] {
  const records: Csv[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue;
    const singleQuoted = records[0]?.fields.findIndex((name) => name.trim().toLowerCase() === SINGLE_QUOTED);
    const record = recordOf(line, singleQuoted);
    if (record.fields.some((value) => value.trim() !== '')) records.push({ line: index + 1, ...record });
  }
  return records;
}

/** `singleQuoted` is the column that may have single quotation marks. */
function recordOf(line: string, singleQuoted: number | undefined): Omit<Csv, 'line'> {
  const fields: string[] = [];
  let field = '';
  let quote: string | undefined;
  let closed = false;
  let broken: string | undefined;
  const endField = () => {
    fields.push(field);
    field = '';
    closed = false;
  };
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index]!;
    const opens = character === '"' || (character === "'" && fields.length === singleQuoted);
    if (quote !== undefined) {
      if (character !== quote) field += character;
      else if (line[index + 1] === quote) {
        field += quote;
        index += 1;
      } else {
        quote = undefined;
        closed = true;
      }
    } else if (opens && !closed && field.trim() === '') {
      quote = character;
      field = '';
    } else if (character === ',') endField();
    else {
      if (closed && character.trim() !== '') broken = 'There is text after a closing quotation mark.';
      field += character;
    }
  }
  if (quote !== undefined) broken = 'A quotation mark is not closed in this line.';
  endField();
  return { fields, ...(broken !== undefined && { broken }) };
}
