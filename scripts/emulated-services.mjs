// The services of the embedded cloud with the names of their operations, read from its sources.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './installed.mjs';

/**
 * Resolves to `{id, constraintError, bodyIsMember, writesResponses, operations}` of each service; see
 * `ServiceDefinition` of `local/cloud`. Operations that are refused by name are left out. API Gateway's operations
 * write their responses themselves.
 */
export async function emulatedServices() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/local/start-cloud.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    packages: 'external',
    // The table of a new service does not exist yet.
    external: ['../models/*.json'],
    logLevel: 'warning',
  });
  const folder = join(root, 'node_modules', '.cache');
  const file = join(folder, 'emulated-services.mjs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, outputFiles[0].contents);
  const { SERVICES } = await import(pathToFileURL(file).href);
  return SERVICES.map(({ id, constraintError, bodyIsMember, writesResponses = false, operations }) => ({
    id,
    constraintError,
    bodyIsMember,
    writesResponses: writesResponses || operations.some(({ http, refused }) => http !== undefined && !refused),
    operations: operations.filter(({ refused }) => !refused).map(({ name }) => name),
  }));
}
