import { type Cause, possible, so } from '../cause.ts';

export const secretExpired: Cause = {
  id: 'secret-expired',
  looks: {
    text: /(?:secret|credential|password|token|api ?key|certificate|access key)s?\b[^\n]{0,80}\b(?:has |have |is |was )?(?:expired|revoked|rotated|no longer valid)|(?:expired|revoked) (?:secret|credential|password|token|api ?key|certificate)|CERT_HAS_EXPIRED|InvalidClientTokenId|invalid_grant/i,
  },
  says: 'A secret that the handler uses is there and no longer accepted: it has expired, or was changed by whoever takes it.',
  fix: 'Write the new value under the same name in Parameter Store or Secrets Manager; the function reads it when it starts, so deploy, or wait until its processes have ended.',
  next: (stage) => `apikit logs errors --stage ${stage} --since 1d --yes`,
  check: ({ symptom: { text } }) => (text === '' ? possible() : so('The handler was told so by what it called.')),
};
