/** Notices a compiler option that the bundler does not know, and that changes what a program does. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nothingThere } from '../contents/packed-files.ts';

/** A warning, where tsconfig.json asks for `emitDecoratorMetadata` and `modules` (relative to `root`) have decorators. */
export async function decoratorMetadata(root: string, modules: readonly string[]): Promise<string[]> {
  const config = await readFile(join(root, 'tsconfig.json'), 'utf8').catch(nothingThere);
  if (config === undefined || !/^[^/]*"emitDecoratorMetadata"\s*:\s*true/m.test(config)) return [];
  const typed = modules.filter((path) => /\.[cm]?tsx?$/.test(path));
  const texts = await Promise.all(typed.map((path) => readFile(join(root, path), 'utf8')));
  const decorated = typed.find((_, index) => /^\s*@[A-Za-z_$][\w$.]*/m.test(texts[index]!));
  if (decorated === undefined) return [];
  return [
    `tsconfig.json asks for emitDecoratorMetadata, which the bundler does not write: decorators such as those in ${decorated} find no types when the function runs. Name the types (@Inject(Orders), @Column({ type: 'text' })), or compile with tsc and let function.entry be what it writes.`,
  ];
}
