/**
 * An embedded cloud on a free port for one test. It does not look up the owner of each connection, because the kernel
 * takes milliseconds to list its sockets. `test/local/server/peer-user.test.ts` tests that, and so does every cloud
 * that a test starts as a separate process. Its gateway does not print the errors that tests provoke.
 */
import { type RunningCloud, type StartOptions, startCloud } from '../../src/local/start-cloud.ts';

export const startTestCloud = (options: Omit<StartOptions, 'port'> = {}): Promise<RunningCloud> =>
  startCloud({ port: 0, anyUser: true, report: () => {}, ...options });
