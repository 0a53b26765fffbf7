/**
 * An embedded cloud on a free port for one test. It does not look up whose each connection is: for that the kernel
 * walks its whole table of sockets, for milliseconds. `test/local/server/peer-user.test.ts` looks, and so does every
 * cloud that a test starts as a process of its own. Its gateway does not print the errors that tests provoke.
 */
import { type RunningCloud, type StartOptions, startCloud } from '../../src/local/start-cloud.ts';

export const startTestCloud = (options: Omit<StartOptions, 'port'> = {}): Promise<RunningCloud> =>
  startCloud({ port: 0, anyUser: true, report: () => {}, ...options });
