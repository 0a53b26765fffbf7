import { type Check, found, NOTHING } from '../finding.ts';

export const proxy: Check = {
  id: 'proxy',
  area: 'machine',
  look({
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
              why: 'No call leaves this machine.',
              fix: 'Write it like http://proxy.example.com:3128, or unset the variable.',
            }).findings),
        ...(address === undefined
          ? []
          : found({
              severity: 'note',
              says: `Calls of AWS go through the proxy ${address}.`,
              why: 'It has to let the addresses of AWS through, and to keep connections open for two minutes.',
              fix: 'Write hosts that need no proxy into NO_PROXY.',
            }).findings),
        ...(endpoint === undefined
          ? NOTHING.findings
          : found({
              severity: 'note',
              says: `All calls go to ${endpoint}, and none to AWS.`,
              why: 'AWS_ENDPOINT_URL, or a profile, says so.',
              fix: 'Unset it to work on AWS.',
            }).findings),
      ],
    };
  },
};
