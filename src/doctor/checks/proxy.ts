import { type Check, found, NOTHING } from '../finding.ts';

export const proxy: Check = {
  id: 'proxy',
  area: 'machine',
  run({
    machine: {
      proxy: { address, fault },
      endpoint,
    },
  }) {
    return {
      findings: [
        ...(fault === undefined
          ? []
          : found({
              severity: 'error',
              says: fault,
              why: 'No call can leave this machine.',
              fix: 'Write it like http://proxy.example.com:3128, or unset the variable.',
            }).findings),
        ...(address === undefined
          ? []
          : found({
              severity: 'note',
              says: `Calls to AWS go through the proxy ${address}.`,
              why: 'It must allow the addresses of AWS, and keep connections open for two minutes.',
              fix: 'Add hosts that need no proxy to NO_PROXY.',
            }).findings),
        ...(endpoint === undefined
          ? NOTHING.findings
          : found({
              severity: 'note',
              says: `All calls go to ${endpoint}, and none to AWS.`,
              why: 'AWS_ENDPOINT_URL, or a profile, sets this endpoint.',
              fix: 'Unset it to work on AWS.',
            }).findings),
      ],
    };
  },
};
