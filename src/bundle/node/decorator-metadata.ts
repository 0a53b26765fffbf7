/** Detects a compiler option that esbuild does not support, although it changes what a program does. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingThere } from '../../files/nothing-there.ts';

/**
 * Returns a warning if tsconfig.json has `emitDecoratorMetadata` and one of `modules` (relative to `root`) has
 * decorators.
 */
export async function decoratorMetadata(root: string, modules: readonly string[]): Promise<string[]> {
  const config = await readFile(join(root, 'tsconfig.json'), 'utf8').catch(nothingThere);
  if (config === undefined || !/^[^/]*"emitDecoratorMetadata"\s*:\s*true/m.test(config)) return [];
  const typed = modules.filter((path) => /\.[cm]?tsx?$/.test(path));
  const texts = await Promise.all(typed.map((path) => readFile(join(root, path), 'utf8')));
  const decorated = typed.find((_, index) => /^\s*@[A-Za-z_$][\w$.]*/m.test(texts[index]!));
  if (decorated === undefined) return [];
  return [
    `tsconfig.json has emitDecoratorMetadata, which the bundler does not support: decorators such as those in ${decorated} find no types at run time. Name the types (@Inject(Orders), @Column({ type: 'text' })), or compile with tsc and set function.entry to its output.`,
  ];
}
