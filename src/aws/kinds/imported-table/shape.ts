/** The shape of a table that somebody else created, as far as the handler relies on it. Types only. */

import type { KeyProperties } from '../../dynamodb/table-keys.ts';
import type { TableProperties } from '../table/shape.ts';

export type ImportedTableProperties = KeyProperties &
  Pick<TableProperties, 'indexes'> & {
    /** Present in the local cloud, where nobody else can have created the table. */
    madeIfMissing?: true;
  };

export interface ImportedTableShape {
  kind: 'imported-table';
  properties: ImportedTableProperties;
  attributes: { arn: string; name: string };
  found: ImportedTableProperties;
}
