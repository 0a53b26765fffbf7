/** Python on this machine, for the tests that run it; those are skipped where there is none. */
import { spawnSync } from 'node:child_process';

const runs = (code: string): boolean => spawnSync('python3', ['-c', code]).status === 0;

/** Whether this machine has a Python that is new enough for the code of the templates. */
export const hasPython = runs('import sys; sys.exit(sys.version_info < (3, 11))');

export const hasBoto3 = hasPython && runs('import boto3');
