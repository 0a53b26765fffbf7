// This esbuild plugin replaces the module that compiles the schema of apikit.yaml by the code that ajv makes of it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

export const configValidator = {
  name: 'config-validator',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]config[\\/]config-validator\.ts$/ }, async ({ path }) => {
      const folder = dirname(path);
      const options = JSON.parse(readFileSync(join(folder, 'validator-options.json'), 'utf8'));
      const ajv = new Ajv({ ...options, code: { source: true, esm: true } });
      const contents = standaloneCode.default(ajv, ajv.compile(await configSchema(folder)));
      return { contents, loader: 'js', resolveDir: folder };
    });
  },
};

async function configSchema(folder) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'schema.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const { configSchema } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return configSchema;
}
