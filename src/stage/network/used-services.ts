/** The services that the functions of a stage call, by their names in VPC endpoints. Pure. */
import type { StageConfig } from '../../config/config.ts';
import { parseSecret } from '../../naming/secret-reference.ts';

/** The prefixes of IAM actions that differ from the names in VPC endpoints. */
const NAMES: Readonly<Record<string, string>> = { cloudwatch: 'monitoring', kinesis: 'kinesis-streams', ses: 'email' };

/** `actions` are the IAM actions that the code seems to use. */
export function usedServices(config: StageConfig, actions: readonly string[]): string[] {
  const { tables, buckets, function: fn, tracing } = config;
  const secrets = Object.values(fn.secrets ?? {}).map(({ from }) => parseSecret(from).service);
  const granted = (fn.permissions ?? []).flatMap((permission) => permission.actions);
  const ofActions = [...actions, ...granted].map((action) => action.split(':', 1)[0]!.toLowerCase());
  const all = [
    ...(Object.keys(tables).length > 0 ? ['dynamodb'] : []),
    ...(Object.keys(buckets).length > 0 ? ['s3'] : []),
    ...secrets,
    ...(tracing ? ['xray'] : []),
    // Lambda writes the log itself.
    ...ofActions.filter((prefix) => prefix !== 'logs' && prefix !== '*'),
  ];
  return [...new Set(all.map((name) => NAMES[name] ?? name))].sort();
}
