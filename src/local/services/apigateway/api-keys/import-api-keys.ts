/**
 * ImportApiKeys: imports keys from a CSV file; a known value updates its key (docs/aws/usage-plans.md). Columns can be
 * in any order, and unknown columns are ignored.
 */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { ApiKey } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { newLongId } from '../identifiers.ts';
import { compact, flag, type Members } from '../members.ts';
import { apiKeys, nowSeconds, usagePlanKeys, usagePlans } from '../state.ts';
import { sharedStage } from '../usage-plans/usage-plan-keys.ts';
import { checkedKeyDescription, checkedKeyName, checkedKeyValue, keyWithValue } from './api-key-values.ts';
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
    const lines = readLines(context.http.body.toString('utf8'));
    const warnings = lines.flatMap(({ value, planIds }) =>
      planIds.flatMap((id) => planFault(context, keyWithValue(context, value), id) ?? []),
    );
    if (warnings.length > 0 && flag(input, 'failOnWarnings'))
      throw badRequest(`Warnings found during import: ${warnings.join('; ')}`);
    const ids = lines.map((line) => putKey(context, line));
    return compact({ ids, warnings: warnings.length > 0 ? warnings : undefined });
  },
});

function readLines(csv: string): Line[] {
  const [header = [], ...rows] = parseCsv(csv);
  const columns = header.map((column) => column.toLowerCase());
  for (const column of ['Name', 'Key'])
    if (!columns.includes(column.toLowerCase())) throw badRequest(`Missing required column '${column}'`);
  return rows.map((row) => {
    const at = (column: string) => row[columns.indexOf(column)] || undefined;
    return {
      name: checkedKeyName(at('name')),
      value: checkedKeyValue(at('key') ?? ''),
      description: checkedKeyDescription(at('description')),
      enabled: (at('enabled') ?? 'true').toLowerCase() === 'true',
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
  for (const planId of planIds)
    if (planFault(context, key, planId) === undefined)
      usagePlanKeys(context).put(`${planId}/${key.id}`, { planId, keyId: key.id });
  return key.id;
}

/** Returns the reason why a key is not added to a plan. The words are ours: AWS documents no warning. */
function planFault(context: OperationContext, key: ApiKey | undefined, planId: string): string | undefined {
  const plan = usagePlans(context).get(planId);
  if (!plan) return `Invalid Usage Plan ID specified: ${planId}`;
  return key && !usagePlanKeys(context).has(`${planId}/${key.id}`) ? sharedStage(context, plan, key) : undefined;
}
