/** Figures that only the logs of a stage have. Each is one query of Logs Insights. */
import { rowsInGroup } from '../../aws/logs/insights/rows-in-group.ts';
import { typedRows } from '../../aws/logs/insights/typed-rows.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Stage } from '../../doctor/facts.ts';
import { accessLogGroup, functionLogGroup } from '../../naming/names.ts';
import type { RunParts } from '../stage-run.ts';

type Parts = Pick<RunParts, 'clients' | 'clock' | 'signal'>;

const HOUR = 3_600_000;

const COLD =
  'filter @type = "REPORT" or type = "platform.report" | fields coalesce(@initDuration, record.metrics.initDurationMs) as init | stats count(*) as calls, count(init) as cold, avg(init) as ms';
const PLACES =
  'filter ispresent(apiKeyId) and apiKeyId != "-" | stats count(*) as requests, count_distinct(sourceIp) as places by apiKeyId | sort places desc | limit 100';

export async function coldStarts(config: StageConfig, parts: Parts): ReturnType<Stage['coldStarts']> {
  const rows = await ask(functionLogGroup(config), COLD, HOUR, parts);
  const [row] = typedRows(rows, { calls: 'number', cold: 'number', ms: 'number?' });
  return { calls: row?.calls ?? 0, cold: row?.cold ?? 0, ms: row?.ms ?? 0 };
}

/** `key` is the ID of the key. */
export async function keyPlaces(config: StageConfig, parts: Parts): ReturnType<Stage['keyPlaces']> {
  const rows = await ask(accessLogGroup(config), PLACES, 24 * HOUR, parts);
  const typed = typedRows(rows, { apiKeyId: 'text', requests: 'number', places: 'number' });
  return typed.map(({ apiKeyId: key, requests, places }) => ({ key, requests, places }));
}

async function ask(group: string, query: string, time: number, parts: Parts) {
  const to = parts.clock.now();
  return await rowsInGroup(await parts.clients.logs(), { group, query, from: to - time, to }, parts);
}
