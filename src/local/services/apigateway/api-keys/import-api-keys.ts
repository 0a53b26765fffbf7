/** ImportApiKeys: keys from a CSV file; a value that is known already updates its key (docs/aws/usage-plans.md). */
import { type OperationContext, operation } from '../../../operation.ts';
import { badRequest } from '../errors.ts';
import { newLongId } from '../identifiers.ts';
import { compact, flag, type Members, text } from '../members.ts';
import type { ApiKey } from '../model.ts';
import { apiKeys, nowSeconds, usagePlanKeys, usagePlans } from '../state.ts';
import { checkedKeyName, checkedKeyValue, keyWithValue } from './api-key-values.ts';
import { parseCsv } from './parse-csv.ts';

/** One line of the file; column names are matched without case. */
interface Line {
  readonly name: string | undefined;
  readonly value: string;
  readonly description: string | undefined;
  readonly enabled: boolean;
  readonly planIds: string[];
}

export const importApiKeys = operation({
  name: 'ImportApiKeys',
  http: 'POST /apikeys?mode=import',
  status: 201,
  rawBody: true,
  run(input: Members, context) {
    if (text(input, 'format') !== 'csv') throw badRequest('Invalid format specified. Valid options are csv');
    const lines = readLines(context.http.body.toString('utf8'));
    const warnings = lines.flatMap(({ planIds }) =>
      planIds.filter((id) => !usagePlans(context).has(id)).map((id) => `Invalid Usage Plan ID specified: ${id}`),
    );
    if (warnings.length > 0 && flag(input, 'failonwarnings'))
      throw badRequest(`Warnings found during import: ${warnings.join('; ')}`);
    const ids = lines.map((line) => putKey(context, line));
    return compact({ ids, warnings: warnings.length > 0 ? warnings : undefined });
  },
});

function readLines(csv: string): Line[] {
  const [header = [], ...rows] = parseCsv(csv);
  const columns = header.map((column) => column.toLowerCase());
  if (!columns.includes('name') || !columns.includes('key')) {
    throw badRequest('Invalid API Key file: the header must name the columns name and key');
  }
  return rows.map((row) => {
    const at = (column: string) => row[columns.indexOf(column)] || undefined;
    return {
      name: checkedKeyName(at('name')),
      value: checkedKeyValue(at('key') ?? ''),
      description: at('description'),
      enabled: at('enabled')?.toLowerCase() === 'true',
      planIds: (at('usageplanids') ?? '').split(',').flatMap((id) => id.trim() || []),
    };
  });
}

function putKey(context: OperationContext, { planIds, ...fields }: Line): string {
  const now = nowSeconds(context);
  const existing = keyWithValue(context, fields.value);
  const fresh = { id: newLongId(context), createdDate: now, stageKeys: [] };
  const key: ApiKey = compact({ ...(existing ?? fresh), ...compact(fields), lastUpdatedDate: now });
  apiKeys(context).put(key.id, key);
  for (const planId of planIds) {
    if (usagePlans(context).has(planId)) usagePlanKeys(context).put(`${planId}/${key.id}`, { planId, keyId: key.id });
  }
  return key.id;
}
