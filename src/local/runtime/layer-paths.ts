/**
 * Where a function finds the content of its layers, in Lambda's order (docs/aws/lambda.md). `/opt` is a folder of this
 * machine, because only root may create `/opt`.
 */
import { delimiter, join } from 'node:path';

/** `root` stands for `/opt`. */
export function layerEnvironment(root: string, runtime: string, path: string): Record<string, string> {
  const [, node] = /^nodejs(\d+)/.exec(runtime) ?? [];
  const common = { PATH: [path, join(root, 'bin')].join(delimiter), LD_LIBRARY_PATH: join(root, 'lib') };
  if (node !== undefined) {
    const folders = [join(root, 'nodejs', `node${node}`, 'node_modules'), join(root, 'nodejs', 'node_modules')];
    return { ...common, NODE_PATH: folders.join(delimiter), _APIKIT_LAYERS: root };
  }
  const folders = [join(root, 'python', 'lib', runtime, 'site-packages'), join(root, 'python')];
  return { ...common, _APIKIT_LAYERS: folders.join(delimiter) };
}
