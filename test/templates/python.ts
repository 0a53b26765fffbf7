/** Finds Python on this machine, for tests that run it. They are skipped if there is none. */
import { spawnSync } from 'node:child_process';

const runs = (code: string): boolean => spawnSync('python3', ['-c', code]).status === 0;

/** Whether this machine has a Python that is new enough for the code of the templates. */
export const hasPython = runs('import sys; sys.exit(sys.version_info < (3, 11))');

export const hasBoto3 = hasPython && runs('import boto3');
