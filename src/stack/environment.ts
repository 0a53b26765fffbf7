/** What the handler finds in its environment. Pure. */
import type { StageConfig } from '../config/config.ts';
import { tableName, tableVariable } from './names.ts';

/** The user's own variables win over LOG_LEVEL only; the other names are refused in `apikit.yaml`. */
export function handlerEnvironment(config: StageConfig): Record<string, string> {
  const tables = Object.keys(config.tables).map((table) => [tableVariable(table), tableName(config, table)] as const);
  return {
    LOG_LEVEL: 'info',
    ...config.function.environment,
    ...Object.fromEntries(tables),
    APIKIT_APP: config.app,
    APIKIT_STAGE: config.stage,
    CORS_ORIGINS: config.cors?.origins.join(',') ?? '',
    ...(config.cors?.credentials && { CORS_CREDENTIALS: 'true' }),
  };
}
