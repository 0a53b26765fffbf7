import type { Cause } from '../cause.ts';

export const codeUnreadable: Cause = {
  id: 'code-unreadable',
  signs: {
    text: /InvalidZipFile|CodeVerificationFailed|InvalidCodeSignature|CodeSigningConfigNotFound|InvalidImage|ImageAccessDenied|ImageDeleted/i,
  },
  says: 'Lambda cannot unpack or verify the code of the function.',
  fix: 'Deploy: apikit builds the zip again.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
