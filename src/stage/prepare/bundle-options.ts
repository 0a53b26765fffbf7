/** The bundler's options for a stage's handler, from the configuration. Pure. */
import type { BundleOptions } from '../../bundle/contents/function-contents.ts';
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';

export function bundleOptions(root: string, config: StageConfig): BundleOptions {
  const { entry, exportName, runtime, bundle } = config.function;
  // The local cloud runs functions on this computer, whatever processor the function has on AWS.
  const machine = config.stage === LOCAL_STAGE ? undefined : { platform: 'linux', arch: archOf(config) };
  return { root, entry, exportName, runtime, bundle, ...(machine && { machine }) };
}

/** Whether compiled code of the function can be loaded on this machine. */
export function runsHere(config: StageConfig): boolean {
  return process.platform === 'linux' && process.arch === archOf(config);
}

const archOf = ({ function: { architecture } }: StageConfig): string => (architecture === 'arm64' ? 'arm64' : 'x64');
