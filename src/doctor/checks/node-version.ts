import { type Check, fine, found } from '../finding.ts';

/**
 * The AWS SDK for JavaScript requires Node.js 22 in its versions of 2027:
 * https://github.com/aws/aws-sdk-js-v3#nodejs-version-support
 */
const LASTING = 22;

export const nodeVersion: Check = {
  id: 'node-version',
  area: 'machine',
  run({ machine: { node } }) {
    if (Number(/^v(\d+)/.exec(node)?.[1]) >= LASTING) return fine(`Node.js ${node}`);
    return found({
      severity: 'warning',
      says: `This machine has Node.js ${node}.`,
      why: `The AWS SDKs of 2027 require Node.js ${LASTING}, and AWS ended nodejs20.x on 2026-04-30.`,
      fix: 'Install Node.js 24.',
    });
  },
};
