import type { Cause } from '../cause.ts';

export const functionFileSystem: Cause = {
  id: 'function-file-system',
  signs: {
    text: /EFS(?:IO|MountConnectivity|MountFailure|MountTimeout)|S3Files(?:MountConnectivity|MountFailure|MountTimeout)/i,
  },
  says: "Lambda cannot mount the function's file system.",
  fix: 'Check the mount target, its security groups and the access point.',
  next: (stage) => `apikit status --stage ${stage}`,
};
