/** Services of the Serverless Framework that tests write, and their import. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { apikit, type CliResult, tempDir } from '../../helpers/cli.ts';

export const NODE = { name: 'aws', runtime: 'nodejs22.x' };
export const OK = 'exports.run = async () => ({ statusCode: 200 });';

export const run = (...argv: string[]): Promise<CliResult> => apikit(['import', 'serverless', ...argv]);

export const yaml = (dir: string, file = 'apikit.yaml'): Record<string, never> =>
  parse(readFileSync(join(dir, file), 'utf8')) as Record<string, never>;

/** Writes a service with these files beside it, and returns the path of its file. */
export function written(service: object, files: Record<string, string> = {}): string {
  const dir = tempDir();
  writeFileSync(join(dir, 'serverless.yml'), JSON.stringify({ service: 'web', ...service }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return join(dir, 'serverless.yml');
}

export interface Imported extends CliResult {
  readonly dir: string;
  /** The report, without the places. */
  readonly says: readonly string[];
}

/** Imports a service as JSON. */
export async function imported(
  service: object,
  files: Record<string, string> = {},
  ...more: string[]
): Promise<Imported> {
  const dir = join(tempDir(), 'web');
  const result = await run(written(service, { 'one.js': OK, ...files }), dir, '--json', ...more);
  const findings = result.code === 0 ? result.json<{ findings: { says: string }[] }>().findings : [];
  return { ...result, dir, says: findings.map(({ says }) => says) };
}
