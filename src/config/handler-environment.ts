/** What the handler finds in its environment. Pure. */
import { secretVariable, tableVariable } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { allowedOrigins } from './loopback-origins.ts';
import { physicalTable } from './physical-table.ts';
import { environmentValues, filled } from './placeholders.ts';

/** The user's own variables win over LOG_LEVEL only; the other names are refused in `apikit.yaml`. */
export function handlerEnvironment(config: StageConfig): Record<string, string> {
  const tables = Object.keys(config.tables).map(
    (table) => [tableVariable(table), physicalTable(config, table)] as const,
  );
  const values = environmentValues(config);
  const secrets = Object.entries(config.function.secrets ?? {});
  return {
    LOG_LEVEL: 'info',
    ...Object.fromEntries(
      Object.entries(config.function.environment).map(([name, value]) => [name, filled(value, values)]),
    ),
    ...Object.fromEntries(tables),
    // Where the values are, never the values: those are in the handler's memory alone.
    ...Object.fromEntries(secrets.map(([name, { from }]) => [secretVariable(name), from])),
    APIKIT_APP: config.app,
    APIKIT_STAGE: config.stage,
    CORS_ORIGINS: config.cors ? allowedOrigins(config.cors).join(',') : '',
    ...(config.cors?.credentials && { CORS_CREDENTIALS: 'true' }),
    ...(config.cors && { CORS_EXPOSE_HEADERS: config.cors.exposeHeaders.join(',') }),
  };
}
