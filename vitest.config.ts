import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/helpers/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/temporary-folder.ts'],
    setupFiles: ['test/helpers/property-seed.ts'],
    exclude: ['**/node_modules/**'],
    // While a test waits for a process, a socket or a retry, another test uses its core.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Most objects of a test do not outlive it. With more space for new objects, Node.js collects garbage less often.
    execArgv: ['--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    // Files share a process: to load the program and the SDK again for each of them takes longer than most tests do.
    isolate: false,
    // Compiled modules are kept between runs by their contents and this file: half of the time of a few files.
    experimental: { fsModuleCache: true },
    unstubEnvs: true,
    restoreMocks: true,
    // For what hangs, not for what is slow: a busy machine is no failure.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // The SDK's warning about old Node versions is noise in every test that makes a client.
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      // Whatever a developer's machine is logged in to must not be what the tests talk to.
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
    },
  },
});
