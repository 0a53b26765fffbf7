/** Runs the AWS CLI against an endpoint: botocore uses other protocols than the JavaScript SDK. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

export const hasAwsCli = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Returns the output of the command, parsed; `undefined` if it prints nothing. Rejects with its stderr. */
export async function aws(endpoint: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    'aws',
    ['--endpoint-url', endpoint, '--region', 'eu-west-1', '--output', 'json', ...args],
    {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'AKIATEST',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_PAGER: '',
      },
    },
  );
  return stdout.trim() === '' ? undefined : JSON.parse(stdout);
}
