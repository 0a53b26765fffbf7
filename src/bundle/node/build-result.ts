/** The result of the bundler. Types only. */
import type { BuildResult } from 'esbuild';

export type Result = BuildResult<{ write: false; metafile: true }>;
